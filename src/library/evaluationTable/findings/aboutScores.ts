import { writeRowSet } from "../../../core/rowSet.ts";
import { withCommas } from "../../../core/withCommas.ts";
import { columnMeans, completeRows, type EvaluationTable } from "../evaluationTable.ts";
import type { Examined, Found } from "./examined.ts";
import { counted, names } from "./words.ts";

/** A score from here on counts as right. */
const RIGHT = 0.5;
/** A model that has not answered this share of the prompts takes them from all others. */
const MOST_MISSING = 0.5;
/** A model is in the way if as many further prompts would count without it, relative to those that count. */
const IN_THE_WAY = 0.1;
/** Scores of one model beyond this many times those of all others are on another scale. */
const SCALE_GAP = 5;

/** Findings about scores: missing, failed, out of scale, and two ways of saying which model is best. */
export function aboutScores(examined: Examined): Found[] {
  return [points, missing, failed, outOfScale, bestByRight].flatMap((about) => about(examined) ?? []);
}

function points({ table: { prompts, models, hasIds, hasTexts, pointRows } }: Examined): Found | null {
  if (pointRows === undefined && (prompts.length !== 1 || hasIds || hasTexts)) return null;
  const given = pointRows ?? models.length;
  const merged = given > models.length ? `, ${models.length} of which are distinct and count` : "";
  return {
    id: "points",
    text: `Each of the ${given} rows is a model or a setting with figures of a whole test set, not of prompts${merged}: there is a front of these points, and no interval.`,
  };
}

function missing({ table, ids }: Examined): Found | null {
  const { models, prompts } = table;
  const width = models.length;
  const { gaps, alone, incomplete, scores } = gapsOf(table);
  if (incomplete.length === 0) return null;
  const complete = prompts.length - incomplete.length;
  const sparse = models.flatMap((_, k) => (gaps[k]! > MOST_MISSING * prompts.length ? [k] : []));
  const most = alone.indexOf(Math.max(...alone));
  const inTheWay = sparse.length === 0 && alone[most]! > 0 && alone[most]! >= IN_THE_WAY * complete;
  const hide = (columns: readonly number[], why: string) => ({
    label: `Hide ${names(columns.map((k) => models[k]!))}, ${why}`,
    change: { kind: "hide-models" as const, models: columns.map((k) => ids[k]!) },
  });
  return {
    id: "missing",
    text: `${scores > 0 ? counted(scores, "score is", "scores are") : "Costs are"} missing. All figures run over the ${complete} of ${prompts.length} prompts that all models have; a missing value never counts as 0.`,
    remedies: [
      ...(sparse.length > 0 && sparse.length <= width - 2 ? [hide(sparse, "which lack most scores")] : []),
      ...(inTheWay && width > 2
        ? [hide([most], `without which ${withCommas(complete + alone[most]!)} prompts count`)]
        : []),
      ...(complete > 0
        ? [
            {
              label: `Exclude ${counted(incomplete.length, "incomplete prompt", "incomplete prompts")}`,
              change: { kind: "leave-out-rows" as const, rows: writeRowSet(incomplete) },
            },
          ]
        : []),
    ],
  };
}

/** What is missing, by the rule of core/evaluation/measuredCalls.ts. */
function gapsOf({ models, prompts, scores, costs }: EvaluationTable) {
  const width = models.length;
  const scored = columnMeans(scores, width);
  const costed = costs && columnMeans(costs, width);
  const gaps = new Float64Array(width);
  /** By model: prompts that only this one lacks. */
  const alone = new Float64Array(width);
  const incomplete: number[] = [];
  let missingScores = 0;
  prompts.forEach((_, row) => {
    let lacking = 0;
    let last = -1;
    for (let k = 0; k < width; k++) {
      const cell = row * width + k;
      const score = Number.isNaN(scores[cell]!) && !Number.isNaN(scored[k]!);
      const cost = costs !== null && Number.isNaN(costs[cell]!) && !Number.isNaN(costed![k]!);
      if (score) missingScores++;
      if (!score && !cost) continue;
      gaps[k]!++;
      lacking++;
      last = k;
    }
    if (lacking === 0) return;
    incomplete.push(row);
    if (lacking === 1) alone[last]!++;
  });
  return { gaps, alone, incomplete, scores: missingScores };
}

function failed({ table, ids }: Examined): Found | null {
  const { models, prompts, scores, failed: calls } = table;
  if (!calls) return null;
  const width = models.length;
  const byModel = models.map((_, k) =>
    [...prompts.keys()].filter((row) => calls[row * width + k] === 1 && scores[row * width + k] === 0),
  );
  const total = byModel.reduce((sum, rows) => sum + rows.length, 0);
  if (total === 0) return null;
  const which = models.filter((_, k) => byModel[k]!.length > 0);
  return {
    id: "failed",
    text: `${counted(total, "failed call of", "failed calls of")} ${names(which)} ${total === 1 ? "has" : "have"} the score 0, as if the answer were wrong. An error of the network or the service makes the model seem weaker than it is.`,
    remedies: [
      {
        label: `Treat ${counted(total, "failed call", "failed calls")} as missing`,
        change: {
          kind: "unknown-scores",
          cells: ids.flatMap((model, k) => (byModel[k]!.length > 0 ? [{ model, rows: writeRowSet(byModel[k]!) }] : [])),
        },
      },
    ],
  };
}

/** One model's scores from 0 to 100 among others from 0 to 1: only on a scale that keeps scores as they are. */
function outOfScale({ table, ids }: Examined): Found | null {
  const largest = largestScores(table);
  const order = [...largest.keys()].sort((a, b) => largest[a]! - largest[b]!);
  const usual = largest[order[Math.floor((order.length - 1) / 2)]!]!;
  const beyond = order.filter((k) => largest[k]! > SCALE_GAP && largest[k]! > SCALE_GAP * usual && usual > 0);
  const top = beyond.length > 0 ? Math.max(...beyond.map((k) => largest[k]!)) : Number.NaN;
  if (!(top > 1)) return null;
  const by = [10, 100, 1_000].find((divisor) => top / divisor <= 1.000001 * Math.max(1, usual)) ?? top / usual;
  const which = names(beyond.map((k) => table.models[k]!));
  return {
    id: "scale",
    text: `Scores of ${which} reach ${top}, those of most models ${usual}: they are on another scale, so that ${which} would win everywhere.`,
    remedies: [
      {
        label: `Divide the scores of ${which} by ${by.toLocaleString("en")}`,
        change: { kind: "divide-scores", models: beyond.map((k) => ids[k]!), by },
      },
    ],
  };
}

function largestScores({ scores, models }: EvaluationTable): Float64Array {
  const largest = new Float64Array(models.length).fill(Number.NEGATIVE_INFINITY);
  scores.forEach((score, cell) => {
    if (score > largest[cell % models.length]!) largest[cell % models.length] = score;
  });
  return largest;
}

/** The model with the best mean score need not be the one that is right most often, where scores lie between 0 and 1. */
function bestByRight({ table }: Examined): Found | null {
  const { models } = table;
  const scores = completeRows(table.scores, models.length);
  if (!scores.some((score) => score > 0 && score < 1) || scores.some((score) => score < 0 || score > 1)) return null;
  const means = columnMeans(scores, models.length);
  const right = columnMeans(
    scores.map((score) => (Number.isNaN(score) ? score : Number(score >= RIGHT))),
    models.length,
  );
  const best = (values: Float64Array) =>
    values.reduce((top, value, k) => (Number.isNaN(values[top]!) || value > values[top]! ? k : top), 0);
  const [byMean, byRight] = [best(means), best(right)];
  if (byMean === byRight || right[byRight] === right[byMean]) return null;
  const of = (k: number) => `${models[k]} (${means[k]!.toFixed(4)} on average, right on ${percent(right[k]!)})`;
  return {
    id: "two-bests",
    text: `By mean score the best model is ${of(byMean)}; by the share of prompts with a score of at least ${RIGHT} it is ${of(byRight)}. Which of the two is the best single model depends on what a score means.`,
    remedies: [
      {
        label: `Count a score of at least ${RIGHT} as right, others as wrong`,
        change: { kind: "right-or-wrong", threshold: RIGHT },
      },
    ],
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
