/** Findings about an imported table: possible faults, their effect on results, and what can be done. */
import { columnMeans, type EvaluationTable } from "./evaluationTable.ts";
import { nearDuplicates } from "./nearDuplicates.ts";
import type { Part } from "./understand/merge.ts";
import type { Price } from "./understand/prices.ts";

export interface Finding {
  /** For callers that look for one kind of finding. */
  id: string;
  /** A sentence: what was found, and its effect. */
  text: string;
}

/** Names beyond this limit are only counted. */
const MOST_NAMES = 5;
/** Costs in one table that differ by more than this factor are probably in different units. */
const UNIT_GAP = 1_000;

export function findingsOf(
  table: EvaluationTable,
  parts: readonly Part[],
  prices: readonly (Price | null)[] | null,
): Finding[] {
  const { models, prompts, scores, costs } = table;
  const found: Finding[] = [];
  const say = (id: string, text: string) => found.push({ id, text });
  const missing = scores.reduce((sum, score) => sum + Number(Number.isNaN(score)), 0);
  if (table.pointRows !== undefined || (prompts.length === 1 && !table.hasIds && !table.hasTexts)) {
    const given = table.pointRows ?? models.length;
    const merged = given > models.length ? `, ${models.length} of which are distinct and count` : "";
    say(
      "points",
      `Each of the ${given} rows is a model or a setting with figures of a whole test set, not of prompts${merged}: there is a front of these points, and no interval.`,
    );
  }
  if (missing > 0) {
    const complete = prompts.filter((_, i) => !rowOf(scores, i, models.length).some(Number.isNaN)).length;
    say(
      "missing",
      `${counted(missing, "score is", "scores are")} missing. Means of several models run over the ${complete} of ${prompts.length} prompts that all models have; a missing score never counts as 0.`,
    );
  }
  const ids = repeats(prompts.map(({ id, dataset }) => (table.hasIds ? `${dataset}\n${id}` : "")));
  if (ids > 0) say("ids", `${counted(ids, "row repeats", "rows repeat")} an id; a number tells them apart.`);
  const texts = repeats(prompts.map(({ text }) => text));
  if (texts > 0) {
    say(
      "duplicates",
      `${counted(texts, "row repeats", "rows repeat")} a prompt. They count as one when intervals are drawn.`,
    );
  }
  leaks(table, parts, say);
  const constant = models.filter((_, k) => isConstant(scores, k, models.length));
  if (constant.length > 0) {
    say(
      "constant",
      `Always the same score: ${names(constant)}. A router learns nothing from such a model; ignore its column if that is a mistake.`,
    );
  }
  if (costs) aboutCosts(models, costs, say);
  if (prices) {
    const unpriced = models.filter((_, k) => prices[k] === null);
    if (unpriced.length > 0) say("unpriced", `No price is given for ${names(unpriced)}.`);
  }
  const wordsOfFailure = prompts.length > 0 ? allZeroRows(table) : 0;
  if (wordsOfFailure > 0) {
    say(
      "unsolved",
      `${counted(wordsOfFailure, "prompt has", "prompts have")} the score 0 from every model: too hard, or a failed run.`,
    );
  }
  return found;
}

function aboutCosts(models: readonly string[], costs: Float64Array, say: (id: string, text: string) => void): void {
  const means = columnMeans(costs, models.length);
  const without = models.filter((_, k) => Number.isNaN(means[k]!));
  if (without.length > 0) {
    say(
      "uncosted",
      `No cost is known of ${names(without)}: such a model has scores, but no place on the axis of costs.`,
    );
  }
  const free = models.filter((_, k) => means[k] === 0);
  if (free.length > 0 && free.length < models.length) {
    say(
      "free",
      `Every call of ${names(free)} costs 0. If that means “unknown”, ignore the column of costs, or the model seems to be free.`,
    );
  }
  const known = means.filter((mean) => mean > 0);
  if (known.length > 1 && Math.max(...known) > UNIT_GAP * Math.min(...known)) {
    const dearest = models[means.indexOf(Math.max(...known))]!;
    say(
      "units",
      `Mean costs lie more than ${UNIT_GAP} times apart; “${dearest}” is the dearest. Check that all are in dollars for each call, and rescale the column if not.`,
    );
  }
}

/** Prompts of one file that also occur in another, verbatim or nearly so. */
function leaks(table: EvaluationTable, parts: readonly Part[], say: (id: string, text: string) => void): void {
  if (parts.length < 2 || parts.length > 12) return;
  const disjoint = parts.every((part) =>
    parts.some((other) => other !== part && other.table.models.some((model) => part.table.models.includes(model))),
  );
  if (!disjoint || !table.hasTexts) return;
  for (let a = 0; a < parts.length; a++) {
    for (let b = a + 1; b < parts.length; b++) {
      const { exact, near } = nearDuplicates(
        parts[a]!.table.prompts.map(({ text }) => text),
        parts[b]!.table.prompts.map(({ text }) => text),
      );
      if (exact + near === 0) continue;
      const count = counted(exact, "prompt stands", "prompts stand");
      const nearly = near > 0 ? `, and ${counted(near, "more does", "more do")} nearly word for word` : "";
      say(
        "leak",
        `${count} in both ${parts[a]!.name} and ${parts[b]!.name}${nearly}. A router trained on one and tested on the other would seem better than it is.`,
      );
    }
  }
}

const rowOf = (table: Float64Array, row: number, columns: number) => table.subarray(row * columns, (row + 1) * columns);

function repeats(values: readonly string[]): number {
  const known = values.filter((value) => value !== "");
  return known.length - new Set(known).size;
}

function isConstant(scores: Float64Array, k: number, columns: number): boolean {
  if (scores.length <= columns) return false;
  for (let i = k; i < scores.length; i += columns) if (!Object.is(scores[i], scores[k])) return false;
  return true;
}

function allZeroRows({ scores, models, prompts }: EvaluationTable): number {
  return prompts.filter((_, i) => rowOf(scores, i, models.length).every((score) => score === 0)).length;
}

function names(of: readonly string[]): string {
  const shown = of.slice(0, MOST_NAMES).join(", ");
  return of.length > MOST_NAMES ? `${shown} and ${of.length - MOST_NAMES} more` : shown;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
