/** The panels' background in the dark theme (theme.css), and the least contrast of a mark with it (WCAG 2.2, 1.4.11). */
export const DARK_PANEL = "#182028";
export const LEAST_CONTRAST = 3;

/** Share of white by which a colour is raised at a time. */
const STEP = 0.02;

/** A mark's colour in the dark theme: the colour itself where it can be seen there, else mixed with as much white as it needs. */
export function onDark(hex: string): string {
  for (let white = 0; white < 1; white += STEP) {
    const mixed = mixedWithWhite(hex, white);
    if (contrast(mixed, DARK_PANEL) >= LEAST_CONTRAST) return mixed;
  }
  return "#ffffff";
}

/** Contrast of two colours `#rrggbb` after WCAG 2.2: from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function mixedWithWhite(hex: string, white: number): string {
  const mixed = channels(hex).map((c) => Math.round(c + (255 - c) * white));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
