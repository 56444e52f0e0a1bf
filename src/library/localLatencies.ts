import { localLatencies } from "../core/objective/latencies.ts";
import { minMax } from "../core/objective/scaling.ts";
import type { Constraint, Library } from "./load.ts";

/** The constraint that is measured again by runs in this browser. */
export const LATENCY = "latency";

/** Milliseconds per prompt by SHA-256 of an expert's model file, as measured in this browser. */
export type Latencies = Readonly<Record<string, number>>;

/**
 * The library with this browser's latencies: its latency constraint, if present, holds the local measurements, and for the other
 * experts the recipe's figures scaled to this browser's speed; C is rescaled. All decisions, sliders and fronts follow from it.
 * Returns the same object when nothing changes.
 * @param ratio this browser's milliseconds divided by the recipe's, for a library without local measurements
 */
export function withLatencies(library: Library, latencies: Latencies, ratio = Number.NaN): Library {
  const place = library.constraints.findIndex(({ id }) => id === LATENCY);
  const info = library.manifest.constraints.find(({ id }) => id === LATENCY);
  if (place < 0 || !info) return library;
  const figures = library.expertIds.map((id) => info.raw[id] ?? Number.NaN);
  const here = library.manifest.experts.map(({ model }) => {
    const file = model === undefined ? undefined : library.manifest.files[model];
    const measured = (file && latencies[file.sha256]) ?? Number.NaN;
    // A coarse clock may report 0, which is not a measurement and does not fit a logarithmic scale.
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
