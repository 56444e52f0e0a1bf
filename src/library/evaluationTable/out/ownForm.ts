/**
 * The form in which tables are written, and read again unchanged: `id`, `dataset`, `prompt` if there are texts, then the scores and
 * the costs of each model (`score:gpt-4`, `cost:gpt-4`, US dollars per call), then what else there is: tokens (`input tokens:gpt-4`), constraints
 * of the table's own (`constraint latency:gpt-4`), and others' decisions (`router:mf`). The prefix tells the role, whatever the model's name.
 */
export const ID = "id";
export const DATASET = "dataset";
export const PROMPT = "prompt";
/** On a scale from 0 to 1; others are kept as they are. */
export const SCORE = "score:";
export const RAW_SCORE = "raw score:";
export const COST = "cost:";

export const INPUT = "input tokens:";
export const OUTPUT = "output tokens:";
export const constraintPrefix = (id: string): string => `constraint ${id}:`;
export const ROUTER = "router:";

export type OwnRole =
  | { kind: "id" | "dataset" | "prompt" | "router" }
  | { kind: "score" | "cost" | "inputTokens" | "outputTokens"; model: string /** Kept as it is. */; raw?: true }
  | { kind: "measure"; model: string; name: string };

/** The role of each column; null if the columns are not those of this form. */
export function ownRoles(columns: readonly string[]): OwnRole[] | null {
  const roles = columns.map(roleOf);
  const [id, dataset, ...rest] = roles;
  if (id?.kind !== "id" || dataset?.kind !== "dataset") return null;
  const figures = rest[0]?.kind === "prompt" ? rest.slice(1) : rest;
  const own =
    figures.some((role) => role?.kind === "score") &&
    figures.every((role) => role && (role.kind === "router" || "model" in role));
  return own ? (roles as OwnRole[]) : null;
}

function roleOf(name: string): OwnRole | null {
  if (name === ID || name === DATASET || name === PROMPT) return { kind: name };
  for (const [prefix, kind] of [
    [SCORE, "score"],
    [RAW_SCORE, "score"],
    [COST, "cost"],
    [INPUT, "inputTokens"],
    [OUTPUT, "outputTokens"],
  ] as const) {
    // biome-ignore format: a list
    if (!name.startsWith(prefix) || name.length === prefix.length) continue;
    return { kind, model: name.slice(prefix.length), ...(prefix === RAW_SCORE ? { raw: true } : {}) };
  }
  if (name.startsWith(ROUTER) && name.length > ROUTER.length) return { kind: "router" };
  const [, constraint, model] = /^constraint ([\w.\-/]+):(.+)$/s.exec(name) ?? [];
  return constraint && model ? { kind: "measure", name: constraint, model } : null;
}

/** First characters with which a cell would run as a formula in a spreadsheet (OWASP, CSV injection), or that hide one. */
const RISKY = /^'*[=+\-@\t\r]/;

/** A cell of text that no spreadsheet runs as a formula; `unguarded` gives the text back. */
export const guarded = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

export const unguarded = (text: string): string =>
  text.startsWith("'") && RISKY.test(text.slice(1)) ? text.slice(1) : text;
