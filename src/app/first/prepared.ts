/** What the build has drawn into the page, kept for the panels that show it until they have figures of their own. */

export type PreparedPart = "front" | "tools";

/** Of the shipped library; nothing in pages without a first screen, and where the address asks for something else. */
let parts: Partial<Record<PreparedPart, Element | null>> = {};

/** The prepared front, or the room of its controls, if there is one. */
export const prepared = (part: PreparedPart): Element | null => parts[part] ?? null;

export interface FirstInput {
  /** The prompt as typed until now, also in a box that the explorer has taken off the page; null where nothing was typed. */
  typed: () => string | null;
  /** Puts the focus and the caret where they were, once the explorer has drawn its own box. */
  restoreFocus: () => void;
}

/** Takes over from the first screen, before React clears it. */
export function takeFirstScreen(root: HTMLElement): FirstInput {
  const box = root.querySelector("textarea");
  const part = (name: string) => root.querySelector(`.pareto ${name}`);
  parts = document.documentElement.hasAttribute("data-linked")
    ? {}
    : { front: part(".prepared"), tools: part(".prepared-tools") };
  let focused = box !== null && document.activeElement === box;
  box?.addEventListener("focus", () => {
    focused = true;
  });
  // Some browsers send it, too, when the box is taken off the page: it is not connected any more by then.
  box?.addEventListener("blur", () =>
    queueMicrotask(() => {
      if (box.isConnected) focused = false;
    }),
  );
  return {
    typed: () => (box && box.value !== box.defaultValue ? box.value : null),
    restoreFocus: () => {
      const own = focused ? root.querySelector("textarea") : null;
      own?.focus({ preventScroll: true });
      // After React has written into the box what was typed.
      queueMicrotask(() => own?.setSelectionRange(box!.selectionStart, box!.selectionEnd));
    },
  };
}
