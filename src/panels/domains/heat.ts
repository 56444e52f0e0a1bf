import { interpolateRgb } from "d3-interpolate";

/** Colours of the heat map, light to dark: one hue, so that lightness alone carries the order. */
const ramp = interpolateRgb("#eef4fa", "#0d4a8a");

export interface Heat {
  background: string;
  color: string;
}

/** Colour of a cell; `strength` in [0, 1], 1 = best. The text colour keeps at least 4.5 : 1 on it. */
export function heat(strength: number): Heat {
  const s = Math.max(0, Math.min(1, strength));
  return { background: ramp(s), color: s > 0.5 ? "#ffffff" : "#1b232b" };
}
