import { contentKey } from "../core/contentKey.ts";
import { completeCells, completeMeans } from "../core/metrics/completeCells.ts";
import type { Library } from "../library/load.ts";
import type { Outcome } from "../state/store.ts";
import type { HeatView } from "../state/view/heatView.ts";
import { remembered } from "./analysis.ts";
import { countedRows } from "./rows/countedRows.ts";

/** One row per domain or part, one column per expert (manifest order). */
export interface DomainTable {
  /**
   * Names of the rows, in manifest order; `domain` is the domain that a part belongs to. `comparable`: how many prompts the means
   * of each row are over.
   */
  rows: { id: string; label: string; domain: string; prompts: number; comparable?: number }[];
  /** rows × experts, row-major; NaN where a row has no prompt. */
  values: Float64Array;
}

type By = HeatView["by"];

/** Rows of the table: every domain, or every part (an undivided domain is its own part), that contains some of the prompts. */
const groups = remembered({
  keep: 4,
  key: (prompts: Int32Array, by: By) => `${contentKey(prompts)}|${by}`,
  compute(library, prompts, by) {
    const names = library.benchmark[by];
    const counts = new Map<string, number>();
    for (const row of prompts) counts.set(names[row]!, (counts.get(names[row]!) ?? 0) + 1);
    const rows = library.manifest.domains.flatMap((domain) =>
      (by === "domain" ? [domain] : domain.parts).map(({ id, label }) => ({
        id,
        label: by === "part" && domain.parts.length > 1 ? `${domain.label}: ${label}` : domain.label,
        domain: domain.id,
        prompts: counts.get(id) ?? 0,
      })),
    );
    const shown = rows.filter((row) => row.prompts > 0);
    return { names, rows: shown, index: new Map(shown.map((row, i) => [row.id, i])) };
  },
});

/**
 * Mean loss (nats per token) or accuracy of every expert on these prompts. Within a row the means are over the same prompts for
 * every expert: those where each expert with any outcome in the row has one (`completeCells`), and of a table only prompts that count in
 * all of its figures (`countedRows`). NaN for an expert without any.
 */
export const outcomeTable = remembered({
  keep: 4,
  key: (outcome: Outcome, prompts: Int32Array, by: By) => `${outcome}|${contentKey(prompts)}|${by}`,
  compute(library, outcome, prompts, by): DomainTable {
    const table = outcome === "loss" ? library.benchmark.losses : library.benchmark.accuracies;
    const experts = library.expertIds.length;
    const { rows, members } = grouped(library, prompts, by);
    const counting = countedRows(library, prompts);
    const counted = counting === prompts ? null : new Set(counting);
    const values = new Float64Array(rows.length * experts);
    const named = rows.map((row, at) => {
      const own = counted ? members[at]!.filter((prompt) => counted.has(prompt)) : members[at]!;
      const complete = completeCells(table, own);
      values.set(completeMeans(table, complete), at * experts);
      return { ...row, comparable: complete.rows.length };
    });
    return { rows: named, values };
  },
});

/** Share of these prompts routed to each expert. */
export const shareTable = remembered({
  keep: 4,
  key: (choices: Int32Array, prompts: Int32Array, by: By) => `${contentKey(choices)}|${contentKey(prompts)}|${by}`,
  compute(library, choices, prompts, by): DomainTable {
    const experts = library.expertIds.length;
    const { rows, members } = grouped(library, prompts, by);
    const values = new Float64Array(rows.length * experts);
    members.forEach((group, at) => {
      for (const row of group) if (choices[row]! >= 0) values[at * experts + choices[row]!]! += 1 / group.length;
    });
    return { rows, values };
  },
});

/** Every outcome minus the best of its row: 0 for the best expert of a domain, and the sign shows which is worse. */
export function againstBest({ rows, values }: DomainTable, outcome: Outcome): DomainTable {
  const columns = values.length / Math.max(1, rows.length);
  const differences = new Float64Array(values.length);
  rows.forEach((_, at) => {
    const own = values.subarray(at * columns, (at + 1) * columns);
    const known = own.filter((value) => !Number.isNaN(value));
    const best = outcome === "loss" ? Math.min(...known) : Math.max(...known);
    own.forEach((value, expert) => {
      differences[at * columns + expert] = value - best;
    });
  });
  return { rows, values: differences };
}

/** The rows of the table, and the prompts of each. */
function grouped(library: Library, prompts: Int32Array, by: By) {
  const { names, rows, index } = groups(library, prompts, by);
  const members: number[][] = rows.map(() => []);
  for (const row of prompts) members[index.get(names[row]!) ?? -1]?.push(row);
  return { rows, members };
}
