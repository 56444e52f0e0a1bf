interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Size {
  width: number;
  height: number;
}

/** Distance between a tip and its element, and between it and the edge of the window, in CSS pixels. */
const GAP = 6;

/** Position of a tip: below its element, above it if there is no room, and always inside the window. */
export function placeTip(target: Box, size: Size, view: Size): { left: number; top: number } {
  const left = Math.max(GAP, Math.min(target.left, view.width - size.width - GAP));
  const below = target.top + target.height + GAP;
  const above = target.top - size.height - GAP;
  const fitsBelow = below + size.height + GAP <= view.height;
  return { left, top: fitsBelow || above < GAP ? below : above };
}
