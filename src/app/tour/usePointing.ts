import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { placeBeside } from "./placeBeside.ts";

/** Share of the window's height beyond which an element is shown from its top, not around its middle. */
const TALL = 0.6;
/** Windows without room beside anything; the style sheet says the same. */
const DOCKED = "(max-width: 760px), (max-height: 560px)";

/**
 * Marks the element that a selector names, scrolls to it, and says where the card goes beside it.
 * @returns the card's place in the window, null where it lies at the foot of a small one
 */
export function usePointing(
  selector: string,
  card: RefObject<HTMLElement | null>,
): { left: number; top: number } | null {
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useEffect(() => {
    const target = document.querySelector<HTMLElement>(selector);
    if (!target) return;
    target.dataset.toured = "";
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const tall = target.getBoundingClientRect().height > TALL * window.innerHeight;
    target.scrollIntoView({ block: tall ? "start" : "center", behavior: still ? "instant" : "smooth" });
    return () => {
      delete target.dataset.toured;
    };
  }, [selector]);

  useLayoutEffect(() => {
    const move = () => {
      const target = document.querySelector(selector);
      if (!target || !card.current) return;
      if (window.matchMedia(DOCKED).matches) return setPlace(null);
      const { width, height } = card.current.getBoundingClientRect();
      const view = { width: window.innerWidth, height: window.innerHeight };
      const next = placeBeside(target.getBoundingClientRect(), { width, height }, view);
      setPlace((old) => (old?.left === next.left && old.top === next.top ? old : next));
    };
    move();
    // The card itself grows and shrinks with what it says.
    const sizes = new ResizeObserver(move);
    if (card.current) sizes.observe(card.current);
    window.addEventListener("resize", move);
    window.addEventListener("scroll", move, { passive: true });
    return () => {
      sizes.disconnect();
      window.removeEventListener("resize", move);
      window.removeEventListener("scroll", move);
    };
  }, [selector, card]);

  return place;
}
