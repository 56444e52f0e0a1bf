/** The shape of a report before its figures are known, so that its place on the page can be kept. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import type { Policy, TableReport } from "../../core/evaluation/tableReport.ts";
import type { Library } from "../../library/load.ts";
import { othersRouters } from "../front/othersRouters.ts";
import { callCosts, datasetNumbers } from "./reportQuestion.ts";

/** As wide as most figures. */
const FIGURE: Estimate = { value: 0.1234, interval: [0.1234, 0.1234] };
const UNKNOWN: Estimate = { value: Number.NaN, interval: [Number.NaN, Number.NaN] };

/**
 * A report with the lines that the one on these prompts will have, all with the same made-up figure: to be laid out, never shown.
 * @param rows of the benchmark
 */
export function reportAhead(library: Library, rows: Int32Array): TableReport {
  const models = library.expertIds.map((_, column) => column);
  const priced = callCosts(library) !== null;
  const cost = priced ? FIGURE : UNKNOWN;
  const policy: Policy = { score: FIGURE, cost };
  const prompts = rows.length;
  const numbers = datasetNumbers(library);
  const sets = [...new Set(rows.map((row) => numbers[row]!))].sort((a, b) => a - b);
  const figures = { prompts, best: 0, score: FIGURE, random: FIGURE.value, oracle: FIGURE.value };
  const threshold = { prompts, apgr: FIGURE, cpt50: FIGURE, cpt80: FIGURE };
  return {
    prompts,
    asked: prompts,
    models: models.map(() => policy),
    best: models.length > 0 ? 0 : -1,
    random: policy,
    oracle: policy,
    byDataset: sets.length > 1 ? { inSample: policy, crossValidated: policy } : null,
    costMatched: cost,
    headroom: FIGURE,
    chanceOracle: 2 * FIGURE.value,
    allRight: FIGURE,
    noneRight: FIGURE,
    pareto: priced ? models : [],
    hull: [],
    aiqHull: cost,
    aiqOracle: cost,
    saving: cost,
    savingCost: cost,
    arenaBest: cost,
    arenaOracle: cost,
    datasets:
      sets.length > 1
        ? {
            sets: sets.map((group) => ({ group, ...figures })),
            micro: figures,
            macro: { ...figures, score: FIGURE.value },
          }
        : null,
    deferral:
      models.length === 2
        ? {
            weak: 0,
            strong: 1,
            gap: FIGURE.value,
            curve: { quality: new Float64Array(0), apgr: FIGURE.value, cpt50: FIGURE.value, cpt80: FIGURE.value },
            apgr: FIGURE,
          }
        : null,
    routers: othersRouters(library).map(({ decisions }) =>
      "choices" in decisions
        ? { prompts, policy, threshold: null }
        : { prompts, policy: null, threshold: models.length === 2 ? threshold : null },
    ),
  };
}
