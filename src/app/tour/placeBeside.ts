export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Distance between the card and its target, and between the card and the edge of the window, in CSS pixels. */
const GAP = 14;

/**
 * Position of a card next to its target: right, left, below or above, the first that fits; else in the lower right corner.
 * @param view the window's inner size
 */
export function placeBeside(
  target: Box,
  card: { width: number; height: number },
  view: { width: number; height: number },
): { left: number; top: number } {
  const clamp = (value: number, size: number, room: number) => Math.max(GAP, Math.min(value, room - size - GAP));
  const left = clamp(target.left, card.width, view.width);
  const top = clamp(target.top, card.height, view.height);
  const places = [
    { left: target.left + target.width + GAP, top },
    { left: target.left - card.width - GAP, top },
    { left, top: target.top + target.height + GAP },
    { left, top: target.top - card.height - GAP },
  ];
  const fits = (place: { left: number; top: number }) =>
    place.left >= GAP &&
    place.top >= GAP &&
    place.left + card.width + GAP <= view.width &&
    place.top + card.height + GAP <= view.height;
  return places.find(fits) ?? { left: view.width - card.width - GAP, top: view.height - card.height - GAP };
}
