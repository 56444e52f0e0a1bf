/** The role of each column of a table, as far as names and cells tell. The user may override it: see `ColumnRole`. */
import { ownRoles } from "../out/ownForm.ts";
import type { RawTable } from "../read/rawTable.ts";
import type { Cell } from "./cell.ts";
import {
  fits,
  isNoModel,
  isTimeName,
  type Measure,
  type NamedRole,
  nameBeside,
  plainName,
  splitName,
  splitNames,
} from "./columnNames.ts";
import { figuresOf, type Profile, profileOf } from "./profile.ts";
import { areChoices, isRouterScore } from "./routers.ts";

/**
 * Figures belong to a model. In the long form, where a row is one answer of one model, `model` is null: the row's own model, given
 * in the column with the role "model".
 */
export type ColumnRole =
  | { kind: "prompt" | "id" | "dataset" | "model" | "turn" | "router" | "ignore" }
  | { kind: "score" | "cost" | "inputTokens" | "outputTokens"; model: string | null }
  /** A constraint of its own, such as the latency. */
  | { kind: "measure"; model: string | null; name: string };

export interface ColumnFacts {
  name: string;
  role: ColumnRole;
  profile: Profile;
  figures: Cell[];
}

const IGNORE: ColumnRole = { kind: "ignore" };
/** A column of scores may contain some words, such as the messages of failed calls. */
const READABLE = 0.8;
const MEASURED = {
  score: "score",
  loss: "score",
  cost: "cost",
  inputTokens: "inputTokens",
  outputTokens: "outputTokens",
} as const;

const readable = ({ figures, unreadable }: Profile): boolean =>
  figures > 0 && figures >= READABLE * (figures + unreadable);

/** The columns of a table with their roles. */
export function inferRoles(table: RawTable): ColumnFacts[] {
  const decimalComma = table.separator === ";" || table.separator === "\t";
  const facts = table.columns.map((column): ColumnFacts => {
    const figures = figuresOf(column, decimalComma);
    return { name: column.name, role: IGNORE, figures, profile: profileOf(column, table.rows, figures) };
  });
  const own = ownRoles(table.columns.map(({ name }) => name));
  if (own) return facts.map((fact, i): ColumnFacts => ({ ...fact, role: own[i]! }));
  const taken = new Set<ColumnFacts>();
  const take = (fact: ColumnFacts | undefined, role: ColumnRole) => {
    if (!fact || taken.has(fact)) return;
    fact.role = role;
    taken.add(fact);
  };
  const best = (role: NamedRole, test: (fact: ColumnFacts) => boolean = () => true) =>
    facts
      .filter((fact) => !taken.has(fact) && fits(role, fact.name) >= 0 && test(fact))
      .sort((a, b) => fits(role, a.name) - fits(role, b.name))[0];

  const { rows } = table;
  take(best("prompt", ({ profile }) => profile.figures - profile.words < rows) ?? longest(facts, rows), {
    kind: "prompt",
  });
  const isLong = longForm(facts, rows) ?? summary(facts);
  if (isLong) {
    take(isLong.model, { kind: "model" });
    take(isLong.score, { kind: "score", model: null });
    take(isLong.cost, { kind: "cost", model: null });
    for (const kind of ["cost", "inputTokens", "outputTokens"] as const) {
      take(
        best(kind, ({ profile }) => readable(profile)),
        { kind, model: null },
      );
    }
    take(best("turn"), { kind: "turn" });
    for (const fact of facts) {
      if (isTimeName(fact.name) && readable(fact.profile))
        take(fact, { kind: "measure", model: null, name: fact.name });
    }
  } else takeWide(facts, take);
  take(
    best("dataset", ({ profile }) => profile.missing < rows),
    { kind: "dataset" },
  );
  take(
    best("id", ({ profile }) => profile.missing < rows),
    { kind: "id" },
  );
  takeRouters(table, facts, take);
  return facts;
}

/** Others' decisions, in columns that are nothing else: names of models, or with two models a number to route by. */
function takeRouters(
  table: RawTable,
  facts: readonly ColumnFacts[],
  take: (fact: ColumnFacts, role: ColumnRole) => void,
) {
  const model = facts.findIndex(({ role }) => role.kind === "model");
  const models =
    model >= 0
      ? table.columns[model]!.texts.slice(1)
      : facts.flatMap(({ role }) => (role.kind === "score" && role.model !== null ? [role.model] : []));
  if (models.length < 2) return;
  facts.forEach((fact, i) => {
    const chosen = areChoices(fact.name, table.columns[i]!.texts.slice(1), models);
    if (chosen || (models.length === 2 && isRouterScore(fact))) take(fact, { kind: "router" });
  });
}

/** The column with the longest texts, if no column is named like a prompt: at least as long as a short sentence. */
function longest(facts: readonly ColumnFacts[], rows: number): ColumnFacts | undefined {
  const texts = facts.filter(
    ({ name, profile }) =>
      profile.unreadable > rows / 2 &&
      profile.distinct > rows / 3 &&
      profile.length > 15 &&
      !splitName(name) &&
      fits("model", name) < 0,
  );
  return texts.sort((a, b) => b.profile.length - a.profile.length)[0];
}

/** One answer per row: a column of repeating model names, and one of scores. */
interface LongForm {
  model: ColumnFacts;
  score: ColumnFacts;
  cost?: ColumnFacts | undefined;
}

function longForm(facts: readonly ColumnFacts[], rows: number): LongForm | null {
  const order = (role: NamedRole) => (a: ColumnFacts, b: ColumnFacts) => fits(role, a.name) - fits(role, b.name);
  const models = facts
    .filter(({ name, profile }) => fits("model", name) >= 0 && profile.missing < rows)
    .sort(order("model"));
  const scores = facts
    .filter(({ name, profile }) => fits("score", name) >= 0 && readable(profile))
    .sort(order("score"));
  const model = models.find((fact) => fact.profile.figures < rows || fact.profile.distinct < rows) ?? null;
  const score = scores.find((fact) => fact !== model);
  return model && score ? { model, score } : null;
}

/** Figures of whole test sets, one method per row, as FrugalGPT's summaries have them: accuracy and cost on the test set. */
function summary(facts: readonly ColumnFacts[]): LongForm | null {
  const named = (pattern: RegExp) => facts.find(({ name }) => pattern.test(plainName(name)));
  const score = named(/^test_(?:acc|accuracy|score)$/);
  // A maker has several models: the column with more names has those of the models.
  const model = [named(/^provider$/), named(/^method$/), named(/^name$/)]
    .filter((fact) => fact !== undefined)
    .reduce<ColumnFacts | null>(
      (most, one) => (most && most.profile.distinct >= one.profile.distinct ? most : one),
      null,
    );
  return score && model && readable(score.profile) ? { model, score, cost: named(/^test_cost$/) } : null;
}

/** One prompt per row: a column of scores for each model, and others with costs, tokens and answers. */
function takeWide(facts: readonly ColumnFacts[], take: (fact: ColumnFacts, role: ColumnRole) => void): void {
  const names = new Map(facts.map((fact) => [fact.name, fact]));
  const split = splitNames(facts.map(({ name }) => name));
  const splitted = new Map(facts.map((fact) => [fact, split.get(fact.name) ?? null]));
  // A name that contains a measure only belongs to a model if the model also occurs elsewhere, or if the measure is unambiguous.
  const owners = new Map<string, Set<Measure>>();
  for (const split of splitted.values()) {
    if (split) owners.set(split.model, (owners.get(split.model) ?? new Set()).add(split.measure));
  }
  const measuring = (measure: Measure) =>
    facts.filter((fact) => {
      const split = splitted.get(fact);
      return (
        split?.measure === measure &&
        !isRouterScore(fact) &&
        readable(fact.profile) &&
        !names.has(split.model) &&
        !isNoModel(split.model)
      );
    });
  // If both are present, scores are preferred to losses.
  const keyedScores = measuring("score");
  const keyed = keyedScores.length > 0 ? keyedScores : measuring("loss");
  const modelOf = new Map(keyed.map((fact) => [fact, splitted.get(fact)!.model]));
  // If some columns are named as scores, other numeric columns are not, except those of a model that has columns of costs or
  // answers.
  const named = facts.filter(
    (fact) =>
      ["cost", "answer"].some((measure) => owners.get(fact.name)?.has(measure as Measure)) && readable(fact.profile),
  );
  const sure = keyed.length > 1 ? [...keyed, ...named] : null;
  const scores =
    sure ??
    facts.filter((fact) => {
      const split = splitted.get(fact);
      const ownMeasure =
        split && (names.has(split.model) || split.measure === "cost" || split.measure.endsWith("okens"));
      if (isRouterScore(fact)) return false;
      return readable(fact.profile) && !isReserved(fact) && !ownMeasure && !(split && split.measure === "answer");
    });
  const chosen = new Set(scores);
  for (const fact of chosen) take(fact, { kind: "score", model: modelOf.get(fact) ?? fact.name });
  const models = new Set([...chosen].map((fact) => modelOf.get(fact) ?? fact.name));
  for (const fact of facts) {
    const split = splitted.get(fact);
    if (!split || chosen.has(fact) || !models.has(split.model) || !readable(fact.profile)) continue;
    const kind = split.measure in MEASURED ? MEASURED[split.measure as keyof typeof MEASURED] : null;
    if (kind && kind !== "score") take(fact, { kind, model: split.model });
    else if (split.measure === "tokens") take(fact, { kind: "outputTokens", model: split.model });
    else if (split.measure === "time")
      take(fact, { kind: "measure", model: split.model, name: nameBeside(fact.name, split.model) });
  }
}

/** Numeric columns that are not scores, judged by name or because they number the rows. */
function isReserved({ name, profile }: ColumnFacts): boolean {
  if (isNoModel(name)) return true;
  if ((["id", "dataset", "prompt", "score", "model"] as const).some((role) => fits(role, name) >= 0)) return true;
  return profile.counts && profile.figures > 2 && profile.missing === 0 && profile.largest > 1;
}

/** Whether it is a loss: lower is better. */
export const isLossName = (name: string): boolean =>
  splitName(name)?.measure === "loss" || fits("loss", name) >= 0 || /^loss_/.test(plainName(name));
