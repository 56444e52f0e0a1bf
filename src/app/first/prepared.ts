/** What the build has drawn into the page, kept for the panels that show it until they have figures of their own. */

/** The front of the shipped library; null in pages without a first screen, and where the address asks for something else. */
let front: Element | null = null;

/** The prepared front, if there is one. */
export const preparedFront = (): Element | null => front;

export interface FirstInput {
  /** The prompt as typed before the explorer had started; null where nothing was. */
  typed: string | null;
  /** Puts the focus and the caret where they were, once the explorer has drawn its own box. */
  restoreFocus: () => void;
}

/** Takes over from the first screen, before React clears it. */
export function takeFirstScreen(root: HTMLElement): FirstInput {
  const box = root.querySelector("textarea");
  front = document.documentElement.hasAttribute("data-linked") ? null : root.querySelector(".prepared");
  const focused = box !== null && document.activeElement === box;
  const { selectionStart = 0, selectionEnd = 0 } = box ?? {};
  return {
    typed: box && box.value !== box.defaultValue ? box.value : null,
    restoreFocus: () => {
      const own = focused ? root.querySelector("textarea") : null;
      own?.focus({ preventScroll: true });
      own?.setSelectionRange(selectionStart, selectionEnd);
    },
  };
}
