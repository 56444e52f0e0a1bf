import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { placeBeside } from "./placeBeside.ts";

/** An element taller than this share of the window's height is aligned at its top, not centred. */
const TALL = 0.6;
/** Windows without room for a card next to the target; the style sheet uses the same value. */
const DOCKED = "(max-width: 760px), (max-height: 560px)";

/**
 * Marks the element that a selector names, scrolls to it, and computes the card's position next to it.
 * @returns the card's position in the window, null when it is at the bottom of a small one
 */
export function usePointing(
  selector: string,
  card: RefObject<HTMLElement | null>,
): { left: number; top: number } | null {
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useEffect(() => {
    let marked: HTMLElement | null = null;
    const unmark = () => {
      delete marked?.dataset.toured;
      marked = null;
    };
    const mark = () => {
      const target = document.querySelector<HTMLElement>(selector);
      if (target === marked) return;
      unmark();
      if (!target) return;
      marked = target;
      target.dataset.toured = "";
      scrollTo(target);
    };
    mark();
    // A panel below the fold is drawn when the reader comes near, in place of the one that held its room.
    const replaced = new MutationObserver(mark);
    replaced.observe(document.body, { childList: true, subtree: true });
    return () => {
      replaced.disconnect();
      unmark();
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
    // The card itself changes size with its text.
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

function scrollTo(target: HTMLElement): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tall = target.getBoundingClientRect().height > TALL * window.innerHeight;
  target.scrollIntoView({ block: tall ? "start" : "center", behavior: still ? "instant" : "smooth" });
}
