import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import type { Manifest } from "../../library/manifest/manifest.ts";
import {
  ADDED_COLORS,
  CONSTRAINT_COLORS,
  DARK_DOMAIN_COLORS,
  DOMAIN_COLORS,
  expertColors,
  expertPaints,
  isAdded,
} from "./palette.ts";
import { contrast, seenBy, VISION } from "./vision.ts";

/** The panels' background in the dark theme (theme.css), and the least contrast of a mark with it (WCAG 2.2, 1.4.11). */
const DARK_PANEL = "#182028";
const LEAST_CONTRAST = 3;

/** The predicted loss in the stacked bars, light theme (theme.css). */
const LOSS = "#6c8fb3";

/** Smallest OKLab distance between any two of the colours, with the given colour vision. */
function leastDistance(colors: readonly string[], kind: string): number {
  const seen = colors.map((hex) => seenBy(kind, hex));
  return Math.min(...seen.flatMap((a, i) => seen.slice(i + 1).map((b) => Math.hypot(...a.map((c, k) => c - b[k]!)))));
}

// 0.02 is about the smallest noticeable difference side by side; dots far apart need several times that.
test.each(Object.keys(VISION))("ten domain colours stay apart under %s vision", (kind) => {
  expect(leastDistance(DOMAIN_COLORS, kind)).toBeGreaterThan(0.08);
});

test.each(Object.keys(VISION))("constraints and predicted loss stay apart in the bars under %s vision", (kind) => {
  expect(leastDistance([LOSS, ...CONSTRAINT_COLORS], kind)).toBeGreaterThan(0.12);
});

const manifest = JSON.parse(readFileSync("models/library.json", "utf8")) as Manifest;

/** The shipped library with some added experts. */
function withMore(count: number) {
  const ids = Array.from({ length: count }, (_, k) => `added/${k}`);
  const more = ids.map((id) => ({ ...manifest.experts[0]!, id, parts: [], generalist: false }));
  const calibrated = new Map(ids.map((id) => [id, {} as CustomExpert]));
  return { manifest: { ...manifest, experts: [...manifest.experts, ...more] }, calibrated };
}

test.each(Object.keys(VISION))(
  "colours of added experts stay apart from the shipped ones and each other under %s vision",
  (kind) => {
    const shipped = expertColors({ manifest });
    const apart = ADDED_COLORS.flatMap((color) => shipped.map((other) => leastDistance([color, other], kind)));
    expect(Math.min(...apart)).toBeGreaterThan(0.055);
    expect(leastDistance(ADDED_COLORS, kind)).toBeGreaterThan(0.055);
  },
);

test("added experts get their own colours and do not change the library's", () => {
  const library = withMore(ADDED_COLORS.length + 1);
  const colors = expertColors(library);
  expect(colors.slice(0, manifest.experts.length)).toEqual(expertColors({ manifest }));
  expect(colors.slice(manifest.experts.length)).toEqual([...ADDED_COLORS, ADDED_COLORS[0]]);
  expect(isAdded(library, manifest.experts.length - 1)).toBe(false);
  expect(isAdded(library, manifest.experts.length)).toBe(true);
});

test("models of a table without domains are not grey: they get one hue after the other, then shades", () => {
  const experts = Array.from({ length: 15 }, (_, k) => ({
    ...manifest.experts[0]!,
    id: `m${k}`,
    parts: [],
    generalist: false,
  }));
  const colors = expertColors({ manifest: { ...manifest, experts } });
  expect(new Set(colors).size).toBe(15);
  expect(expertColors({ manifest: { ...manifest, experts: experts.slice(0, 10) } })).toEqual([...DOMAIN_COLORS]);
});

test.each(Object.keys(VISION))("ten domain colours stay apart in the dark theme under %s vision", (kind) => {
  expect(leastDistance(DARK_DOMAIN_COLORS, kind)).toBeGreaterThan(0.08);
});

test("every mark can be seen on the dark panel", () => {
  const css = readFileSync("src/app/styles/theme.css", "utf8");
  expect(css).toContain(`--panel: light-dark(#ffffff, ${DARK_PANEL})`);
  const shown = [...DARK_DOMAIN_COLORS, ...expertColors(withMore(ADDED_COLORS.length), true)];
  for (const color of shown) expect(contrast(color, DARK_PANEL)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  expect(new Set(shown).size).toBeGreaterThan(expertColors({ manifest }, true).length);
});

test("a colour in a style sheet is the one of its theme", () => {
  const [light, dark] = [expertColors({ manifest }), expertColors({ manifest }, true)];
  expect(expertPaints({ manifest })[0]).toBe(`light-dark(${light[0]}, ${dark[0]})`);
});
