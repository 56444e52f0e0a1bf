import { interpolateRgb } from "d3-interpolate";

/** Colours of the heat map, light to dark: one hue, so that lightness alone shows the order. */
const ramp = interpolateRgb("#eef4fa", "#0d4a8a");

/** Relative luminance at which black and white text have the same contrast, 4.58 : 1 (WCAG 2). */
const EVEN = Math.sqrt(1.05 * 0.05) - 0.05;

export interface Heat {
  background: string;
  color: string;
}

/**
 * Colour of a cell; `strength` in [0, 1], 1 = best. Its text is black or white, whichever has more contrast: always at least 4.5 :
 * 1.
 */
export function heat(strength: number): Heat {
  const background = ramp(Math.max(0, Math.min(1, strength)));
  return { background, color: luminance(background) > EVEN ? "#000000" : "#ffffff" };
}

/** WCAG relative luminance of a colour written as rgb(r, g, b). */
export function luminance(rgb: string): number {
  const [r = 0, g = 0, b = 0] = (rgb.match(/\d+/g) ?? []).map((digits) => {
    const c = Number(digits) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
