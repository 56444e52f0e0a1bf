/** Trains on one table and judges on another, and looks for prompts of the one in the other. */
import { withCommas } from "../../core/withCommas.ts";
import type { EvaluationTable } from "../../library/evaluationTable/evaluationTable.ts";
import type { Feature } from "../features/rows.ts";
import { foldsOfTable } from "../fit/folds.ts";
import { LabError, type LabTable } from "../fit/labTable.ts";
import type { Plan } from "../fit/plans.ts";
import { meanOf, predictHeldOut, type Work } from "../fit/predictHeldOut.ts";
import { referencesOf } from "../fit/references.ts";
import { type Comparison, judge } from "../judge/judge.ts";
import { signed } from "../report/verdict.ts";
import { enter } from "./contestants.ts";

export interface TrainTest {
  headline: string;
  /** Prompts of the test table that count; those whose key stands in the training table; and those with a near-duplicate there. */
  prompts: number;
  repeated: number;
  near: number;
  /** On all prompts of the test table, and on those that the training table has not got; null if there are too few of these, or no others. */
  all: Comparison;
  unseen: Comparison | null;
}

/** Fewer prompts say nothing. */
const LEAST = 2;

/**
 * Both tables as one, with the models that both have; the training table's prompts come first.
 * Throws a LabError when they share fewer than two models.
 */
export function joined(train: EvaluationTable, test: EvaluationTable): EvaluationTable {
  const models = train.models.filter((model) => test.models.includes(model));
  if (models.length < 2) {
    throw new LabError(
      `The two tables share ${models.length === 1 ? "one model" : "no model"}; two are needed. Models are matched by their names: ${train.models.slice(0, 3).join(", ")} here, ${test.models.slice(0, 3).join(", ")} there.`,
    );
  }
  const cells = (table: EvaluationTable, of: "scores" | "costs" | "inputTokens") =>
    table.prompts.flatMap((_, row) =>
      models.map((model) => table[of]?.[row * table.models.length + table.models.indexOf(model)] ?? Number.NaN),
    );
  const both = (of: "scores" | "costs" | "inputTokens") =>
    train[of] && test[of] ? Float64Array.from([...cells(train, of), ...cells(test, of)]) : null;
  return {
    models,
    prompts: [...train.prompts, ...test.prompts],
    scores: both("scores")!,
    costs: both("costs"),
    inputTokens: both("inputTokens"),
    outputTokens: null,
    hasIds: false,
    hasTexts: train.hasTexts && test.hasTexts,
  };
}

/**
 * @param table of `joined` tables
 * @param trained prompts of the training table, as rows of the evaluation table
 * Heads learn from the whole training table, repeats of test prompts included, as its user would; the unseen prompts tell what that
 * is worth. Throws a LabError when there is nothing to learn from or to judge by.
 */
export async function trainTest(
  table: LabTable,
  trained: number,
  features: readonly Feature[],
  options: Work & { heads?: readonly string[]; inMean?: readonly string[] } = {},
): Promise<TrainTest> {
  const pause = options.pause ?? (async () => {});
  const folds = foldsOfTable(table);
  const isTest = (place: number) => table.rows[place]! >= trained;
  const places = Int32Array.from(table.rows.keys());
  const [others, held] = [places.filter((place) => !isTest(place)), places.filter(isTest)];
  if (others.length < LEAST || held.length < LEAST)
    throw new LabError("Two prompts at least must have a score of every model, in either table.");
  const plan: Plan = {
    name: "test table",
    held,
    others,
    train: others,
    fit: others.filter((place) => folds.of[place] !== 0),
    valid: others.filter((place) => folds.of[place] === 0),
  };
  const entry = enter(features, options.heads ?? [], options.inMean);
  const references = referencesOf(table, [plan]);
  const members = await predictHeldOut(entry.members, table.scores, [plan], options);
  const contestants = entry.routers.map((router) => ({
    id: router.id,
    predicted: meanOf(router.members.map((m) => members[m]!.predicted)),
  }));
  const keys = new Set(Array.from(others, (place) => table.keys[place]!));
  const known = new Set(Array.from(others, (place) => folds.groups[place]!));
  const repeated = held.filter((place) => keys.has(table.keys[place]!));
  const unseen = held.filter((place) => !keys.has(table.keys[place]!) && !known.has(folds.groups[place]!));
  const judged = (rows: Int32Array) => judge(table, contestants, references, Array.from(rows), pause);
  return {
    headline: entry.headline,
    prompts: held.length,
    repeated: repeated.length,
    near: held.length - unseen.length - repeated.length,
    all: await judged(held),
    unseen: unseen.length < held.length && unseen.length >= LEAST ? await judged(unseen) : null,
  };
}

/** What the check found, in a sentence. */
export function leakSentence({ prompts, repeated, near, headline, all, unseen }: TrainTest): string {
  if (repeated + near === 0) return `None of the ${withCommas(prompts)} test prompts stands in the training table.`;
  const also = near > 0 ? `, and ${withCommas(near)} more have a near-duplicate there` : "";
  const found = `${withCommas(repeated)} of ${withCommas(prompts)} test prompts stand in the training table${also}.`;
  const gain = (of: Comparison) => signed(of.routers.find(({ id }) => id === headline)!.gain);
  if (!unseen) return `${found} Too few are left to judge by.`;
  return `${found} Over the best single model, “${headline}” gains ${gain(all)} on all of them, and ${gain(unseen)} on those that were not seen: only the second counts.`;
}
