import { localLatencies } from "../core/objective/latencies.ts";
import { minMax } from "../core/objective/scaling.ts";
import type { Constraint, Library } from "./load.ts";

/** The constraint that runs in this browser measure anew. */
export const LATENCY = "latency";

/** Milliseconds a prompt by the SHA-256 of an expert's model file, as measured in this browser. */
export type Latencies = Readonly<Record<string, number>>;

/**
 * The library as this browser runs it: its latency constraint, if it has one, holds what was measured here, and for the other
 * experts the recipe's figures at this browser's speed; C is scaled anew. All decisions, sliders and fronts follow from it.
 * The same object when nothing changes.
 * @param ratio of this browser's milliseconds to the recipe's, for a library of which nothing was measured here
 */
export function withLatencies(library: Library, latencies: Latencies, ratio = Number.NaN): Library {
  const place = library.constraints.findIndex(({ id }) => id === LATENCY);
  const info = library.manifest.constraints.find(({ id }) => id === LATENCY);
  if (place < 0 || !info) return library;
  const figures = library.expertIds.map((id) => info.raw[id] ?? Number.NaN);
  const here = library.manifest.experts.map(({ model }) => {
    const file = model === undefined ? undefined : library.manifest.files[model];
    const measured = (file && latencies[file.sha256]) ?? Number.NaN;
    // A coarse clock may say 0, which has no place on a logarithmic scale: that is not a measurement.
    return measured > 0 ? measured : Number.NaN;
  });
  const { raw, factor } = localLatencies(figures, here, ratio);
  const before = library.constraints[place]!;
  if (before.raw.every((value, i) => Object.is(value, raw[i]))) return library;
  const constraint: Constraint = {
    ...before,
    raw,
    score: minMax(raw, before.scale),
    localMeasurement: { experts: here.map((value) => !Number.isNaN(value)), factor },
  };
  return { ...library, constraints: library.constraints.with(place, constraint) };
}
