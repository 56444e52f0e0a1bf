import type { Library } from "../library/load.ts";
import { memoLast } from "./memo.ts";
import type { Outcome } from "./store.ts";

/** One row a domain or part, one column an expert (manifest order). */
export interface DomainTable {
  /** Names of the rows, in manifest order; `domain` is the domain that a part belongs to. */
  rows: { id: string; label: string; domain: string; prompts: number }[];
  /** rows × experts, row-major; NaN where a row has no prompt. */
  values: Float64Array;
}

/** Rows of the table: every part of every domain (a domain that is not cut is its own part) that has some of the prompts. */
const parts = memoLast((library: Library, prompts: Int32Array) => {
  const counts = new Map<string, number>();
  for (const row of prompts) {
    const part = library.benchmark.part[row]!;
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  const rows = library.manifest.domains.flatMap((domain) =>
    domain.parts.map((part) => ({
      id: part.id,
      label: domain.parts.length > 1 ? `${domain.label}: ${part.label}` : domain.label,
      domain: domain.id,
      prompts: counts.get(part.id) ?? 0,
    })),
  );
  const shown = rows.filter((row) => row.prompts > 0);
  return { rows: shown, index: new Map(shown.map((row, i) => [row.id, i])) };
});

/** Mean loss (nats a token) or accuracy of every expert on these prompts, by part. */
export const outcomeByPart = memoLast((library: Library, outcome: Outcome, prompts: Int32Array): DomainTable => {
  const table = outcome === "loss" ? library.benchmark.losses : library.benchmark.accuracies;
  return averaged(library, prompts, (row, expert) => table.data[row * table.columns + expert]!);
});

/** Share of these prompts that each expert receives, by part. */
export const shareByPart = memoLast(
  (library: Library, choices: Int32Array, prompts: Int32Array): DomainTable =>
    averaged(library, prompts, (row, expert) => (choices[row] === expert ? 1 : 0)),
);

function averaged(library: Library, prompts: Int32Array, value: (row: number, expert: number) => number): DomainTable {
  const { rows, index } = parts(library, prompts);
  const experts = library.expertIds.length;
  const values = new Float64Array(rows.length * experts);
  for (const row of prompts) {
    const at = index.get(library.benchmark.part[row]!);
    if (at === undefined) continue;
    for (let expert = 0; expert < experts; expert++) values[at * experts + expert]! += value(row, expert);
  }
  for (let i = 0; i < values.length; i++) values[i]! /= rows[Math.floor(i / experts)]!.prompts;
  return { rows, values };
}
