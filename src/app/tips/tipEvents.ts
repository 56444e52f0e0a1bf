/** Milliseconds of hovering before a tip appears, of delay before it disappears, and of a long press. */
const REST_MS = 400;
const LEAVE_MS = 150;
const PRESS_MS = 500;

/** Elements that act on a tap; others show their tip. */
const ACTS = "button, a, input, select, textarea, summary, [role=option], tr";

interface TipCalls {
  /** The element of the shown tip: the pointer may move onto the tip itself. */
  tip: HTMLElement;
  /** @param focused by keyboard: the tip then lets the pointer through to what is behind it */
  show: (element: Element, focused: boolean) => void;
  hide: () => void;
}

/**
 * Decides which element's tip is shown: on hover, long press (or tap, if a tap does nothing else), or keyboard focus. Escape, a
 * press, and scrolling hide it (WCAG 2.2, 1.4.13). Returns a function that removes the listeners.
 */
export function followTips({ tip, show, hide }: TipCalls): () => void {
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: Element | null = null;
  /** Pressed with the mouse: the user has seen the tip before clicking. */
  let spent: Element | null = null;
  let pressedLong = false;
  let byFocus = false;
  /** Last position of the mouse: if an element moves under a resting mouse, its tip is not shown. */
  let at = { x: -1, y: -1 };

  const later = (act: () => void, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
  const close = () => {
    clearTimeout(timer);
    if (shown) hide();
    shown = null;
  };
  const open = (element: Element, focused = false) => {
    clearTimeout(timer);
    shown = element;
    byFocus = focused;
    show(element, focused);
  };
  const listen = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, act, { capture: true, signal: end.signal });

  listen("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const moved = event.clientX !== at.x || event.clientY !== at.y;
    at = { x: event.clientX, y: event.clientY };
    if (event.target instanceof Node && tip.contains(event.target)) return clearTimeout(timer);
    const element = tipOf(event.target);
    if (element !== spent) spent = null;
    if (element === shown) return clearTimeout(timer);
    if (element && element !== spent && moved) later(() => open(element), shown ? LEAVE_MS : REST_MS);
    else later(close, LEAVE_MS);
  });
  listen("pointermove", ({ clientX, clientY }) => {
    at = { x: clientX, y: clientY };
  });
  listen("pointerdown", (event) => {
    if (event.target instanceof Node && tip.contains(event.target)) return;
    const element = tipOf(event.target);
    pressedLong = false;
    if (event.pointerType === "touch") {
      if (element && element !== shown) {
        later(() => {
          pressedLong = true;
          open(element);
        }, PRESS_MS);
      } else close();
      return;
    }
    spent = element;
    close();
  });
  listen("pointerup", (event) => {
    if (event.pointerType !== "touch" || pressedLong) return;
    clearTimeout(timer);
    const element = tipOf(event.target);
    if (!element || (event.target as Element).closest(ACTS)) return close();
    if (element !== shown) open(element);
  });
  listen("pointercancel", () => {
    if (!pressedLong) clearTimeout(timer);
  });
  listen("click", (event) => {
    // The long press was for reading the tip, not for the action.
    if (!pressedLong) return;
    pressedLong = false;
    event.preventDefault();
    event.stopPropagation();
  });
  listen("focusin", ({ target }) => {
    const element = target instanceof Element && target.matches(":focus-visible") ? tipOf(target) : null;
    if (element) open(element, true);
  });
  // A tap first opens a tip, then moves the focus away.
  listen("focusout", () => {
    if (byFocus) close();
  });
  listen("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  listen("scroll", (event) => {
    if (event.target instanceof Node && shown && event.target.contains(shown)) close();
  });
  return () => {
    end.abort();
    clearTimeout(timer);
  };
}

/** The element with a tip at or around a node; for a labelled control, the one of its label. */
function tipOf(target: EventTarget | null): Element | null {
  if (!(target instanceof Element)) return null;
  const own = target.closest("[data-tip]");
  if (own) return own;
  return target instanceof HTMLInputElement ? (target.labels?.[0]?.querySelector("[data-tip]") ?? null) : null;
}
