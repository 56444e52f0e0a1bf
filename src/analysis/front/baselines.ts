import { contentKey } from "../../core/contentKey.ts";
import { meanOutcome, randomOutcome } from "../../core/metrics/baselines.ts";
import { completeCells, completeMeans } from "../../core/metrics/completeCells.ts";
import { meanKnown } from "../../core/stats/meanKnown.ts";
import type { Library } from "../../library/load.ts";
import type { Outcome } from "../../state/store.ts";
import { remembered } from "../analysis.ts";
import { labelExperts, singleBest } from "../choices/baselineChoices.ts";
import { isPoints } from "../table/reportQuestion.ts";
import { wordsOf } from "../words.ts";
import { chargeAt, rawOver } from "./axisCosts.ts";
import { othersChoices } from "./othersRouters.ts";

/** A policy that does not depend on λ, as one point of the front. `x`: mean raw value of the constraint; NaN when unknown. */
export interface Baseline {
  id: string;
  /** How it is drawn; `router` is one of others. */
  mark: "single" | "random" | "domain" | "part" | "router";
  label: string;
  x: number;
  y: number;
}

/**
 * Mean outcome of each single expert, in manifest order; NaN for one without a measured outcome. All means are over the same
 * prompts, `comparablePrompts`: a mean over different prompts would say more about the prompts than about the expert.
 */
export const singleOutcomes = remembered({
  keep: 4,
  key: (outcome: Outcome, rows: Int32Array) => `${outcome}|${contentKey(rows)}`,
  compute: (library, outcome, rows): Float64Array =>
    completeMeans(tableOf(library, outcome), comparablePrompts(library, outcome, rows)),
});

/** The prompts used for the means of single experts: those where every expert with any outcome on the given prompts has one. */
export const comparablePrompts = remembered({
  keep: 4,
  key: (outcome: Outcome, rows: Int32Array) => `${outcome}|${contentKey(rows)}`,
  compute: (library, outcome, rows) => completeCells(tableOf(library, outcome), rows),
});

/** Mean predictions of added experts' heads on these prompts, nats per token; nothing here is measured. */
export const predictedMeans = remembered({
  keep: 4,
  key: contentKey,
  compute(library, rows: Int32Array): { expert: number; loss: number }[] {
    const { predicted } = library.benchmark;
    const added = library.expertIds.flatMap((id, i) => (library.calibrated?.has(id) ? [i] : []));
    return added.map((expert) => {
      const loss = meanOutcome(predicted, new Int32Array(predicted.rows).fill(expert), rows);
      return { expert, loss };
    });
  },
});

/**
 * Baselines on these prompts: the best single expert on them, a uniformly random expert, and the expert of the prompt's true domain
 * or part, which is chosen on the whole benchmark.
 */
export const baselines = remembered({
  keep: 4,
  key: (axis: string, outcome: Outcome, rows: Int32Array) => `${axis}|${outcome}|${contentKey(rows)}`,
  compute(library, axis, outcome, rows): Baseline[] {
    const table = tableOf(library, outcome);
    const constraint = library.constraints.find((c) => c.id === axis)!;
    const raw = rawOver(library, axis, rows);
    const best = singleBest(library, rows);
    const { expert } = wordsOf(library.manifest);
    const isTable = library.manifest.router === undefined;
    const made = (id: string, mark: Baseline["mark"], label: string, experts: ArrayLike<number>): Baseline => {
      const paid = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) paid[i] = chargeAt(constraint, rows[i]!, experts[rows[i]!]!);
      const x = meanKnown(paid);
      return { id, mark, label, x, y: meanOutcome(table, experts, rows) };
    };
    const byLabel = (id: "domain" | "part", label: string) => made(id, id, label, labelExperts(library, id));
    return [
      {
        id: "single",
        mark: "single",
        label: `best single ${expert}`,
        x: raw[best] ?? Number.NaN,
        y: singleOutcomes(library, outcome, rows)[best] ?? Number.NaN,
      },
      {
        id: "random",
        mark: "random",
        label: `random ${expert}`,
        x: meanKnown(Float64Array.from(comparablePrompts(library, outcome, rows).experts, (i) => raw[i]!)),
        y: randomOutcome(table, rows),
      },
      byLabel("domain", isTable ? "best model of each data set, in sample" : "expert of the true domain"),
      byLabel("part", isTable ? "best model of each part, in sample" : "expert of the true part"),
      ...othersChoices(library).map(({ id, label, choices }) => made(id, "router", label, choices)),
    ];
  },
});

/** Those that say something of their own: a table has no parts, and often one data set only. */
export const shownBaselines = remembered({
  keep: 4,
  key: (axis: string, outcome: Outcome, rows: Int32Array) => `${axis}|${outcome}|${contentKey(rows)}`,
  compute(library, axis, outcome, rows): Baseline[] {
    const { router, domains } = library.manifest;
    const all = baselines(library, axis, outcome, rows);
    if (router) return all;
    if (isPoints(library)) return all.filter(({ id }) => id === "single");
    return all.filter(({ id }) => id !== "part" && (id !== "domain" || domains.length > 1));
  },
});

/** The measured table that an outcome is averaged from. */
export const tableOf = (library: Library, outcome: Outcome) =>
  outcome === "loss" ? library.benchmark.losses : library.benchmark.accuracies;
