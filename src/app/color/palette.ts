import { memoLru } from "../../core/memoLru.ts";
import type { Library } from "../../library/load.ts";
import type { Expert, Manifest } from "../../library/manifest/manifest.ts";

/**
 * Ten colours found by a search that maximised their smallest OKLab distance under normal, protan, deutan and tritan vision,
 * with a contrast of at least 1.9 : 1 on both panel backgrounds (palette.test.ts checks the distances).
 */
export const DOMAIN_COLORS = [
  "#258cf3",
  "#da7c2e",
  "#118c79",
  "#504f7f",
  "#cbbf37",
  "#a7013c",
  "#4ebfda",
  "#b160bf",
  "#8507b7",
  "#3620f9",
] as const;

/**
 * The same domains on the dark panel: found by a search near the colours above for those that stay apart under the same kinds of
 * vision, with a contrast of at least 3 : 1.
 */
export const DARK_DOMAIN_COLORS = [
  "#65a9fb",
  "#d87d38",
  "#557638",
  "#6884f2",
  "#cabe38",
  "#cd3b7c",
  "#11d1ed",
  "#b865b8",
  "#9449c0",
  "#5e4dfd",
] as const;

/** Found by the same search, together with the colour of the predicted loss that they are stacked on. */
export const CONSTRAINT_COLORS = ["#e56705", "#7301b9", "#43c7fe", "#ccb991", "#126a72", "#b31807", "#b437fc"] as const;

/**
 * For experts that the user added: found by a search for the colours farthest, under the same four kinds of vision, from those of
 * the shipped experts and from each other, with the same contrast. Their marks have a different shape, too.
 */
export const ADDED_COLORS = ["#d88460", "#9c0c00", "#6c0cc0", "#b4786c", "#f00cd8", "#c0c000"] as const;

/** The same on the dark panel, with as much white as a contrast of 3 : 1 takes. */
const DARK_ADDED_COLORS = ["#d88460", "#b4463d", "#8f46cf", "#b4786c", "#f00cd8", "#c0c000"] as const;

/** Of smaller and larger ones: the larger, the farther from the background. */
const GENERALIST_GREYS = ["#a9b2ba", "#88939c", "#67727b", "#485159", "#2e353c"] as const;
const DARK_GREYS = ["#6f7a84", "#8a959f", "#a6b0b9", "#c3ccd4", "#e2e8ee"] as const;

const huesOf = (dark: boolean) => (dark ? DARK_DOMAIN_COLORS : DOMAIN_COLORS);
const greysOf = (dark: boolean) => (dark ? DARK_GREYS : GENERALIST_GREYS);

/** Colour `#rrggbb` of each domain by its id, for a canvas in the light or the dark theme. */
export const domainColors = memoLru((manifest: Manifest, dark?: boolean): ReadonlyMap<string, string> => {
  const hues = huesOf(dark === true);
  return new Map(manifest.domains.map((domain, i) => [domain.id, hues[i % hues.length]!]));
}, 2);

/** The same for style sheets and SVG, where a colour can follow the theme by itself. */
export const domainPaints = memoLru((manifest: Manifest): ReadonlyMap<string, string> => {
  const dark = domainColors(manifest, true);
  return new Map([...domainColors(manifest)].map(([id, light]) => [id, `light-dark(${light}, ${dark.get(id)})`]));
});

/** Colour of a library's k-th constraint. */
export function constraintColor(k: number): string {
  return CONSTRAINT_COLORS[k % CONSTRAINT_COLORS.length]!;
}

type Coloured = Pick<Library, "manifest" | "calibrated">;

/** Whether the user has added this expert to the library. */
export function isAdded({ manifest, calibrated }: Coloured, expert: number): boolean {
  const id = manifest.experts[expert]?.id;
  return id !== undefined && calibrated?.has(id) === true;
}

/**
 * Colour `#rrggbb` of each expert, in manifest order: a shade of its domain's hue; generalists are grey, farther from the background
 * for larger ones. Experts without known domains get one hue after the other, and so do added experts, from their own palette.
 */
export const expertColors = memoLru((library: Coloured, dark?: boolean): string[] => {
  const { manifest } = library;
  const added = manifest.experts.flatMap((_, i) => (isAdded(library, i) ? [i] : []));
  const own = ownColors(
    { ...manifest, experts: manifest.experts.slice(0, manifest.experts.length - added.length) },
    dark === true,
  );
  const others = dark ? DARK_ADDED_COLORS : ADDED_COLORS;
  return [...own, ...added.map((_, k) => others[k % others.length]!)];
}, 4);

/** The same for style sheets and SVG, where a colour can follow the theme by itself. */
export const expertPaints = memoLru((library: Coloured): string[] => {
  const dark = expertColors(library, true);
  return expertColors(library).map((light, i) => `light-dark(${light}, ${dark[i]})`);
}, 2);

function ownColors(manifest: Manifest, dark: boolean): string[] {
  const hues = domainColors(manifest, dark);
  const greys = greysOf(dark);
  if (manifest.experts.every((expert) => domainOf(expert) === "" && !expert.generalist)) {
    const all = huesOf(dark);
    const rounds = Math.ceil(manifest.experts.length / all.length);
    return manifest.experts.map((_, i) => shade(all[i % all.length]!, Math.floor(i / all.length), rounds, dark));
  }
  const generalists = manifest.experts.filter((e) => e.generalist).sort((a, b) => a.parameters - b.parameters);
  const siblings = new Map<string, Expert[]>();
  for (const expert of manifest.experts) {
    if (!expert.generalist) siblings.set(domainOf(expert), [...(siblings.get(domainOf(expert)) ?? []), expert]);
  }
  return manifest.experts.map((expert) => {
    if (expert.generalist) return greys[Math.min(generalists.indexOf(expert), greys.length - 1)]!;
    const family = siblings.get(domainOf(expert))!;
    return shade(hues.get(domainOf(expert)) ?? greys[0], family.indexOf(expert), family.length, dark);
  });
}

function domainOf(expert: Expert): string {
  return (expert.parts[0] ?? "").split("/")[0]!;
}

/** The k-th of n shades of a colour, from lighter to darker; on the dark panel none is darker than the colour itself. */
function shade(hex: string, k: number, n: number, dark: boolean): string {
  const part = n === 1 ? 0 : k / (n - 1);
  const amount = n === 1 ? 0 : dark ? 0.45 * (1 - part) : 0.28 * (1 - 2 * part);
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const mixed = channels.map((c) => Math.round(amount >= 0 ? c + (255 - c) * amount : c * (1 + amount)));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}
