/** Turns a table as read, with the roles of its columns, into an evaluation table. */
import type { EvaluationTable } from "../evaluationTable.ts";
import type { Column, RawTable } from "../read/rawTable.ts";
import { failuresByModel } from "../understand/failures.ts";
import type { ColumnFacts, ColumnRole } from "../understand/roles.ts";
import { checkScore, onScale, ownScale } from "../understand/scale.ts";
import { type AssembleOptions, checkSize, measuresOf, promptAt, routersIn, type Shared } from "./assembled.ts";
import { assembleLong } from "./assembleLong.ts";

/** Columns of one kind of figures, by model. */
type Places = Map<string, { column: Column; facts: ColumnFacts }>;

/** Throws a TableError that says what is missing or wrong, and where. */
export function assemble(table: RawTable, facts: readonly ColumnFacts[], options: AssembleOptions): EvaluationTable {
  const place = (kind: ColumnRole["kind"]) => {
    const at = facts.findIndex(({ role }) => role.kind === kind);
    return at < 0 ? null : table.columns[at]!;
  };
  const isLong = facts.some(({ role }) => role.kind === "score" && role.model === null);
  const shared = { id: place("id"), prompt: place("prompt"), dataset: place("dataset") };
  return isLong
    ? assembleLong(table, facts, { ...shared, model: place("model"), turn: place("turn") }, options)
    : assembleWide(table, facts, shared, options);
}

function assembleWide(
  table: RawTable,
  facts: readonly ColumnFacts[],
  at: Shared,
  { scale }: AssembleOptions,
): EvaluationTable {
  const of = (kind: ColumnRole["kind"], measure: string | null = null): Places => {
    const places: Places = new Map();
    facts.forEach((fact, i) => {
      if (fact.role.kind === "measure" && fact.role.name !== measure) return;
      if (fact.role.kind === kind && "model" in fact.role && fact.role.model !== null)
        places.set(fact.role.model, { column: table.columns[i]!, facts: fact });
    });
    return places;
  };
  const scored = of("score");
  const models = [...scored.keys()];
  checkSize(table.file, table.rows, models.length);
  const filled = (places: Places, convert: (value: number, k: number, row: number) => number): Float64Array | null => {
    if (![...places.keys()].some((model) => scored.has(model))) return null;
    const cells = new Float64Array(table.rows * models.length).fill(Number.NaN);
    models.forEach((model, k) => {
      const found = places.get(model);
      if (!found) return;
      for (let row = 0; row < table.rows; row++) {
        cells[row * models.length + k] = convert(found.facts.figures[found.column.code(row)]!.value, k, row);
      }
    });
    return cells;
  };
  const scales = models.map((model) => ownScale(scored.get(model)!.facts, scale));
  const scores = filled(scored, (value, k, row) => {
    checkScore(value, scales[k]!, () => ({ file: table.file, place: `line ${table.line(row)}, “${models[k]}”` }));
    return onScale(value, scales[k]!);
  });
  return {
    models,
    prompts: Array.from({ length: table.rows }, (_, row) => promptAt(table, at, row)),
    scores: scores ?? new Float64Array(0),
    costs: filled(of("cost"), (value) => value),
    inputTokens: filled(of("inputTokens"), (value) => value),
    outputTokens: filled(of("outputTokens"), (value) => value),
    failed: failuresByModel(table, models),
    ...measuresOf(facts, (name) => filled(of("measure", name), (value) => value)),
    ...routersIn(
      table,
      facts,
      Array.from({ length: table.rows }, (_, row) => [row]),
    ),
    hasIds: at.id !== null,
    hasTexts: at.prompt !== null,
  };
}
