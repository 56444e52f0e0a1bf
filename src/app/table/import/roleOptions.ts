/** The roles that a column may have, as values and labels of a drop-down. */
import type { TableLook } from "../../../library/evaluationTable/importer.ts";
import { nameBeside } from "../../../library/evaluationTable/understand/columnNames.ts";
import type { ColumnRole } from "../../../library/evaluationTable/understand/roles.ts";

const WORDS: Readonly<Record<ColumnRole["kind"], string>> = {
  prompt: "prompt",
  id: "id",
  dataset: "data set",
  model: "name of the model",
  turn: "turn or repetition",
  router: "a router's choice or score",
  ignore: "ignore",
  score: "score",
  cost: "cost in dollars",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
  measure: "constraint",
};
const PLAIN = ["prompt", "id", "dataset", "model", "turn", "router", "ignore"] as const;
const FIGURES = ["score", "cost", "inputTokens", "outputTokens", "measure"] as const;
/** With more models, each column only offers its own. */
const MOST_MODELS = 30;

export const roleValue = (role: ColumnRole): string =>
  JSON.stringify([
    role.kind,
    "model" in role ? role.model : undefined,
    role.kind === "measure" ? role.name : undefined,
  ]);

export function readRole(value: string): ColumnRole {
  const [kind, model, name] = JSON.parse(value) as [ColumnRole["kind"], string | null, string | null];
  if (kind === "measure") return { kind, model, name: name ?? "" };
  return (FIGURES as readonly string[]).includes(kind) ? ({ kind, model } as ColumnRole) : ({ kind } as ColumnRole);
}

const optionOf = (role: ColumnRole): { value: string; label: string } => {
  const owner = "model" in role ? (role.model === null ? " of the row's model" : ` of ${role.model}`) : "";
  const what = role.kind === "measure" ? `${WORDS.measure} “${role.name}”` : WORDS[role.kind];
  return { value: roleValue(role), label: what + owner };
};

const figureRole = (kind: (typeof FIGURES)[number], model: string | null, column: string): ColumnRole =>
  kind === "measure" ? { kind, model, name: model === null ? column : nameBeside(column, model) } : { kind, model };

/** The roles of a column: the general ones, and figures of each model in the table. */
export function optionsFor(name: string, role: ColumnRole, { columns }: TableLook): { value: string; label: string }[] {
  const long = columns.some((column) => column.role.kind === "model");
  const scored = columns.flatMap(({ role: one }) => (one.kind === "score" && one.model !== null ? [one.model] : []));
  const own = "model" in role && role.model !== null ? [role.model] : [name];
  const models = [...new Set([...own, name, ...(scored.length <= MOST_MODELS ? scored : [])])];
  const figures = FIGURES.flatMap((kind): ColumnRole[] =>
    kind === "score"
      ? [...new Set([...own, name])].map((model) => ({ kind, model }))
      : models.map((model) => figureRole(kind, model, name)),
  );
  const ofRow: ColumnRole[] = long ? FIGURES.map((kind) => figureRole(kind, null, name)) : [];
  const options = [...PLAIN.map((kind) => ({ kind })), ...ofRow, ...figures].map(optionOf);
  const current = optionOf(role);
  return options.some(({ value }) => value === current.value) ? options : [current, ...options];
}
