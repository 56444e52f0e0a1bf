import { writeRowSet } from "../../../core/rowSet.ts";
import { columnMeans, completeRows, type EvaluationTable } from "../evaluationTable.ts";
import { sizeInName } from "../understand/prices.ts";
import type { Examined, Found } from "./examined.ts";
import { counted, names } from "./words.ts";

/** With more models, comparing every two takes too long. */
const MOST_COMPARED = 200;
/** Equal scores on fewer prompts may be chance. */
const FEWEST_EQUAL = 20;
/** A difference of scores beyond this many standard errors is no chance. */
const SURE = 3;

/** Findings about models: constant ones, two names of the same, and a strong one that is weaker. */
export function aboutModels(examined: Examined): Found[] {
  return [constant, sameName, twins, weakerStrong].flatMap((about) => about(examined) ?? []);
}

function constant({ table, ids }: Examined): Found | null {
  const { models, scores } = table;
  const which = [...models.keys()].filter((k) => isConstant(scores, k, models.length));
  if (which.length === 0) return null;
  return {
    id: "constant",
    text: `Always the same score: ${names(which.map((k) => models[k]!))}. A router learns nothing from such a model, and if the column is a mistake, best model, oracle and front are wrong.`,
    remedies:
      which.length < models.length
        ? [{ label: `Hide ${names(which.map((k) => models[k]!))}`, change: hide(which.map((k) => ids[k]!)) }]
        : [],
  };
}

const hide = (models: string[]) => ({ kind: "hide-models" as const, models });

/** Names that differ in case and punctuation only, each with scores where the other has none: one model, spelt in two ways. */
function sameName({ table, ids }: Examined): Found[] {
  const { models } = table;
  const byName = new Map<string, number[]>();
  models.forEach((model, k) => {
    const name = model.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
    byName.set(name, [...(byName.get(name) ?? []), k]);
  });
  return [...byName.values()]
    .filter((group) => group.length > 1 && models.length - group.length >= 1 && !overlap(table, group))
    .map((group, i) => {
      const written = names(group.map((k) => models[k]!));
      return {
        id: i === 0 ? "same-name" : `same-name-of-${i + 1}`,
        text: `${written} differ in spelling only, and no prompt has scores of both: probably one model, whose scores are missing where the other name is used.`,
        remedies: [
          { label: `Merge ${written}`, change: { kind: "merge-models" as const, models: group.map((k) => ids[k]!) } },
        ],
      };
    });
}

function overlap({ scores, models, prompts }: EvaluationTable, group: readonly number[]): boolean {
  for (let row = 0; row < prompts.length; row++) {
    if (group.filter((k) => !Number.isNaN(scores[row * models.length + k]!)).length > 1) return true;
  }
  return false;
}

/** Two models with the same scores throughout. */
function twins({ table, ids }: Examined): Found[] {
  const { models, scores, prompts } = table;
  if (models.length < 3 || models.length > MOST_COMPARED || prompts.length < FEWEST_EQUAL) return [];
  const found: Found[] = [];
  const known = new Set<number>();
  for (let a = 0; a < models.length; a++) {
    if (known.has(a) || isConstant(scores, a, models.length)) continue;
    const same = [...models.keys()].filter((b) => b > a && equal(table, a, b));
    if (same.length === 0) continue;
    for (const b of same) known.add(b);
    const others = names(same.map((b) => models[b]!));
    found.push({
      id: found.length === 0 ? "twins" : `twins-of-${found.length + 1}`,
      text: `${others} ${same.length === 1 ? "has" : "have"} the same score as ${models[a]} on every prompt: probably the same answers under two names. Random model and headroom count them more than once.`,
      remedies: [{ label: `Hide ${others}`, change: hide(same.map((b) => ids[b]!)) }],
    });
  }
  return found;
}

function equal({ scores, models }: EvaluationTable, a: number, b: number): boolean {
  for (let start = 0; start < scores.length; start += models.length) {
    if (!Object.is(scores[start + a], scores[start + b])) return false;
  }
  return true;
}

/**
 * Of two models, the one that ought to be stronger, by its cost, its price or the size in its name, scores clearly lower: in the
 * whole table, or on some data sets.
 */
function weakerStrong({ table, prices }: Examined): Found | null {
  const { models, prompts, costs } = table;
  if (models.length !== 2) return null;
  const means = columnMeans(completeRows(table.scores, 2), 2);
  const worth = [
    costs && columnMeans(costs, 2),
    prices?.map((price) => price?.input ?? Number.NaN),
    models.map(sizeInName),
  ].find((values) => values && values[0]! !== values[1]! && Number.isFinite(values[0]!) && Number.isFinite(values[1]!));
  const strong = worth ? Number(worth[1]! > worth[0]!) : Number(means[1]! > means[0]!);
  const weak = 1 - strong;
  const weaker = (rows: readonly number[]) => clearlyWeaker(table, strong, rows);
  const sets = [...rowsByDataset(prompts)].filter(([, rows]) => weaker(rows));
  if (sets.length === 0 && !weaker([...prompts.keys()])) return null;
  const rows = sets.flatMap(([, own]) => own);
  const whole = rows.length === 0 || rows.length === prompts.length;
  const where = whole ? "" : ` in ${names(sets.map(([set]) => set))}`;
  return {
    id: "weaker-strong",
    text: `${models[strong]} ought to be the stronger model, but scores clearly lower than ${models[weak]}${where}. Look whether its answers were read rightly: gap, APGR and every saving depend on it.`,
    remedies: whole
      ? []
      : [
          {
            label: `Exclude ${counted(rows.length, "prompt", "prompts")} of ${names(sets.map(([set]) => set))}`,
            change: { kind: "leave-out-rows", rows: writeRowSet(rows) },
          },
        ],
  };
}

function rowsByDataset(prompts: EvaluationTable["prompts"]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  prompts.forEach(({ dataset }, row) => {
    const own = rows.get(dataset);
    if (own) own.push(row);
    else rows.set(dataset, [row]);
  });
  return rows;
}

function clearlyWeaker({ scores }: EvaluationTable, strong: number, rows: readonly number[]): boolean {
  const gaps = rows.map((row) => scores[2 * row + 1 - strong]! - scores[2 * row + strong]!).filter(Number.isFinite);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
  return gaps.length >= FEWEST_EQUAL && mean > SURE * Math.sqrt(squares / (gaps.length - 1) / gaps.length);
}

function isConstant(scores: Float64Array, k: number, columns: number): boolean {
  if (scores.length <= columns) return false;
  for (let i = k; i < scores.length; i += columns) if (!Object.is(scores[i], scores[k])) return false;
  return true;
}
