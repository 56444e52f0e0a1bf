import { type KeyboardEvent, useRef, useState } from "react";
import { tipSeen } from "../../../tips/tip.ts";
import { STEP_KEYS } from "../../../ui/stepKeys.ts";
import type { FrontCard } from "./frontCards.ts";

/**
 * The front's marks for the keyboard: one stop of the Tab key, from which arrow keys go from mark to mark, left to right. A focused
 * mark shows the card that hovering shows, and a screen reader reads it. They lie over the drawing and let the pointer through.
 */
export function MarkStops({ cards }: { cards: readonly FrontCard[] }) {
  const group = useRef<HTMLFieldSetElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const inOrder = [...cards].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEP_KEYS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // Those that the legend hides are not there to go to.
    const shown = [...group.current!.querySelectorAll<HTMLElement>("[data-stop]")].filter(
      (stop) => getComputedStyle(stop).display !== "none",
    );
    const from = shown.indexOf(document.activeElement as HTMLElement);
    shown[Math.min(shown.length - 1, Math.max(0, from + step))]?.focus();
  };
  const stop = inOrder.some(({ key }) => key === current) ? current : inOrder[0]?.key;
  return (
    <fieldset
      ref={group}
      className="mark-stops"
      aria-label="Marks of the plot: arrow keys go from one to the next"
      onKeyDown={onKeyDown}
    >
      {inOrder.map(({ key, part, at, text }) => (
        <div
          key={key}
          role="img"
          data-stop={key}
          data-part={part}
          aria-label={text}
          tabIndex={key === stop ? 0 : -1}
          style={{ left: at[0], top: at[1] }}
          onFocus={() => setCurrent(key)}
          {...tipSeen(text)}
        />
      ))}
    </fieldset>
  );
}
