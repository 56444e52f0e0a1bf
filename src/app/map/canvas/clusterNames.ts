import type { Library } from "../../../library/load.ts";
import type { Coordinates } from "../../../workers/map/layout.ts";

/** Cells a side in which the points of a domain are counted to find where most of them lie. */
const CELLS = 14;
/** Pixels: height of a line, width of a letter, about, and how far a name may give way to others. */
const LINE = 14;
const LETTER = 7;
const TRIES = 6;

export interface Place {
  x: number;
  y: number;
}

/** Where most of a domain's prompts lie together, in map coordinates; a domain without a place is left out. By domain id. */
export function domainCenters({ benchmark }: Library, at: Coordinates): Map<string, Place> {
  const rows = new Map<string, number[]>();
  benchmark.domain.forEach((domain, row) => {
    if (!Number.isFinite(at.x[row]!) || !Number.isFinite(at.y[row]!)) return;
    const list = rows.get(domain);
    if (list) list.push(row);
    else rows.set(domain, [row]);
  });
  const [x, y] = [finite(at.x), finite(at.y)];
  const cell = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(CELLS - 1, Math.floor((CELLS * (value - low)) / (high - low || 1)));
  return new Map(
    [...rows].map(([domain, list]) => {
      const cells = new Map<number, number[]>();
      for (const row of list) {
        const key = CELLS * cell(at.x[row]!, x) + cell(at.y[row]!, y);
        const found = cells.get(key);
        if (found) found.push(row);
        else cells.set(key, [row]);
      }
      const fullest = [...cells.values()].reduce((a, b) => (b.length > a.length ? b : a));
      const mean = (values: ArrayLike<number>) => fullest.reduce((sum, row) => sum + values[row]!, 0) / fullest.length;
      return [domain, { x: mean(at.x), y: mean(at.y) }];
    }),
  );
}

function finite(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A part of the picture, in pixels from its upper left corner. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Places of names around their points, in pixels: each as near to its own as those before it let it, inside the picture. One that finds
 * no room is left out, as names that lie on each other name nothing.
 * @param taken where something else stands
 * @param letter width of a letter, about
 */
export function placeNames<T extends Place & { text: string }>(
  names: readonly T[],
  width: number,
  height: number,
  taken: readonly Area[] = [],
  letter = LETTER,
): (T & Place)[] {
  const placed: (T & Place)[] = [];
  for (const name of names) {
    const half = (name.text.length * letter) / 2;
    const x = Math.max(half + 2, Math.min(width - half - 2, name.x));
    const free = (y: number) =>
      y >= LINE &&
      y <= height - 4 &&
      taken.every(
        ({ left, top, right, bottom }) => x + half < left || x - half > right || y < top || y - LINE > bottom,
      ) &&
      placed.every(
        (other) =>
          Math.abs(other.y - y) >= LINE || Math.abs(other.x - x) >= half + (other.text.length * letter) / 2 + 4,
      );
    const steps = Array.from({ length: TRIES }, (_, k) => [k, -k]).flat();
    const step = steps.find((k) => free(name.y + k * LINE));
    if (step !== undefined) placed.push({ ...name, x, y: name.y + step * LINE });
  }
  return placed;
}
