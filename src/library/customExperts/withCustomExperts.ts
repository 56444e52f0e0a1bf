/** Experts that the user has added to a library: their storage, and the library extended by them. */

import type { Matrix } from "../../core/matrix.ts";
import { minMax } from "../../core/objective/scaling.ts";
import { meanKnown } from "../../core/stats/meanKnown.ts";
import type { Constraint, Library } from "../load.ts";
import type { Expert, Manifest } from "../manifest/manifest.ts";
import { taskOf } from "../manifest/manifestFacts.ts";
import { hasPlace } from "../manifest/rawValues.ts";
import { ageInYears } from "../manifest/recency.ts";
import type { LocalStore } from "../storage/localStore.ts";
import type { Calibration, CustomExpert } from "./customExpert.ts";
import { expertBytes } from "./expertBytes.ts";

/** The stored experts, oldest first; see unreadable.ts for records that can't be read any more. Throws a StorageError. */
export async function storedExperts(store: LocalStore): Promise<CustomExpert[]> {
  const records = await store.records("expert");
  if (records.length === 0) return [];
  const { customExpertShape } = await import("./customExpert.ts");
  return records.flatMap(({ value }) => {
    const parsed = customExpertShape.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Stores an expert; replaces one with the same key. @param contents its files by SHA-256, for one from this computer */
export function keepExpert(
  store: LocalStore,
  expert: CustomExpert,
  contents: ReadonlyMap<string, ArrayBuffer> = new Map(),
): Promise<void> {
  const files = Object.values(expert.files).map(({ sha256 }) => sha256);
  return store.put({ key: expert.key, kind: "expert", added: expert.added, files, value: expert }, contents);
}

/** Deletes an expert and its files from the store. Throws a StorageError. */
export const forgetExpert = (store: LocalStore, key: string): Promise<void> => store.remove(key);

/** Identifies what a calibration depends on: the router and the benchmark. */
export function fingerprint({ manifest }: Library): string {
  const hash = (path: string | undefined) => (path === undefined ? "" : (manifest.files[path]?.sha256 ?? ""));
  return `${hash(manifest.router?.model)} ${hash(manifest.benchmark.prompts)}`;
}

/** Whether a calibration was made for this library and has the length of its router's states and its benchmark. */
export function isCalibratedFor(library: Library, calibration: Calibration | null): calibration is Calibration {
  if (calibration?.library !== fingerprint(library)) return false;
  const { benchmark } = library.manifest;
  const { weights, benchmark: predicted } = calibration;
  const states = benchmark.embeddingSize ?? weights.length;
  return weights.length === states && (predicted === null || predicted.length === benchmark.rows);
}

/**
 * The library with the experts calibrated for it added after its own. They have not been measured on the benchmark: their heads
 * predict losses there, and their true losses and accuracies stay unknown (NaN), so that no measured figure depends on an estimate.
 * `Library.calibrated` lists these experts. Constraints are rescaled over all experts: one outside the library's range stretches C,
 * and with it the meaning of a λ. Returns the same object if there are no such experts.
 */
export function withCustomExperts(library: Library, experts: readonly CustomExpert[]): Library {
  const ready = experts.filter(({ calibration }) => isCalibratedFor(library, calibration));
  if (ready.length === 0) return library;
  const { benchmark, manifest } = library;
  const mean = meansOf(benchmark.predicted);
  const estimates = ready.map(({ calibration: head }) =>
    Float32Array.from(mean, (value, row) => value + (head!.benchmark?.[row] ?? Number.NaN)),
  );
  const unknown = ready.map(() => new Float32Array(benchmark.rows).fill(Number.NaN));
  return {
    ...library,
    calibrated: new Map(ready.map((expert) => [expert.id, expert])),
    expertIds: [...library.expertIds, ...ready.map(({ id }) => id)],
    manifest: { ...manifest, experts: [...manifest.experts, ...ready.map((one) => entryOf(one, manifest))] },
    benchmark: {
      ...benchmark,
      losses: joined(benchmark.losses, unknown),
      predicted: joined(benchmark.predicted, estimates),
      accuracies: joined(benchmark.accuracies, unknown),
    },
    constraints: library.constraints.map((constraint) => withRaw(library, constraint, ready)),
  };
}

/**
 * Predicted losses of a text by expert, added experts after the library's own.
 * @param own those of the library's own experts; @param state the router's state for the text
 */
export function withHeads(library: Library, own: Float64Array, state: ArrayLike<number>): Float64Array {
  const mean = meanKnown(own);
  const heads = [...(library.calibrated?.values() ?? [])].map(({ calibration }) => calibration!);
  const added = heads.map(({ weights, intercept, references }) =>
    weights.reduce(
      (sum, weight, k) => sum + weight * state[k]!,
      mean + intercept + besideReferences(library.expertIds, references, own, mean),
    ),
  );
  return Float64Array.from([...own, ...added]);
}

/**
 * What the references' predicted losses add to a head: Σ weight · (predicted loss − mean). A reference that the library has no more
 * adds nothing.
 * @param predicted predicted losses in the order of `ids`; @param mean their mean
 */
export function besideReferences(
  ids: readonly string[],
  references: Calibration["references"],
  predicted: ArrayLike<number>,
  mean: number,
): number {
  return references.reduce((sum, { id, weight = 0 }) => {
    const place = weight === 0 ? -1 : ids.indexOf(id);
    return place < 0 ? sum : sum + weight * (predicted[place]! - mean);
  }, 0);
}

/** Mean of the known numbers in each row. */
export function meansOf({ data, rows, columns }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => meanKnown(data.subarray(r * columns, (r + 1) * columns)));
}

function joined(table: Matrix, more: readonly Float32Array[]): Matrix {
  const { rows, columns } = table;
  const width = columns + more.length;
  const data = new Float32Array(rows * width);
  for (let r = 0; r < rows; r++) {
    data.set(table.data.subarray(r * columns, (r + 1) * columns), r * width);
    more.forEach((column, k) => {
      data[r * width + columns + k] = column[r]!;
    });
  }
  return { rows, columns: width, data };
}

/** Its entry in the manifest; one of the other task is marked, since its losses were put on the library's scale. */
function entryOf(expert: CustomExpert, manifest: Manifest): Expert {
  const { id, label, facts, parameters, newestText, license, calibration: head } = expert;
  const task = facts.causal ? "causal" : "masked";
  return {
    id,
    label: `${label} ≈${task === taskOf(manifest) ? "" : ` ${task}`}`,
    description: `Added by you (${facts.architecture}), calibrated on ${head!.prompts} prompts: its head predicts its losses on the benchmark with an error of ${head!.error.toFixed(2)} ${manifest.benchmark.lossUnit}; they have not been measured.`,
    parts: [],
    generalist: false,
    size: "added",
    layers: facts.layers ?? Number.NaN,
    hidden: facts.hidden ?? Number.NaN,
    parameters: parameters ?? Number.NaN,
    bytes: expertBytes(expert),
    newestText,
    ...(license === null ? {} : { license }),
  };
}

function withRaw(library: Library, constraint: Constraint, added: readonly CustomExpert[]): Constraint {
  const raw = Float64Array.from([
    ...constraint.raw,
    ...added.map(({ parameters, newestText }) => {
      if (constraint.id === "size") return placed(parameters ?? Number.NaN, constraint);
      if (constraint.id !== "recency") return Number.NaN;
      return placed(ageInYears(newestText, library.manifest.created), constraint);
    }),
  ]);
  const before = constraint.raw.length;
  const scaled = minMax(raw, constraint.scale);
  // Unknown values, and values inside the library's own range, leave the library's own C exactly as it is.
  const own = constraint.raw.filter(Number.isFinite);
  const [low, high] = [Math.min(...own), Math.max(...own)];
  const stretched = raw.subarray(before).some((value) => value < low || value > high);
  const score = stretched ? scaled : scaled.map((value, i) => (i < before ? constraint.score[i]! : value));
  return { ...constraint, raw, score };
}

/** A value that does not fit the constraint's scale is unknown: stored experts may be older than this check. */
const placed = (raw: number, { scale }: Constraint): number => (hasPlace(raw, scale) ? raw : Number.NaN);
