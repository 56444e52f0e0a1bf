/** Parses the text inside one flag. */
import { yearSpan } from "./dates.ts";
import { CONSTRAINT_WORDS, type ConstraintWords } from "./words.ts";

/**
 * A condition on an expert. `raw`: its raw value of the constraint. `date`: the date of its newest text, in decimal years (see
 * dates.ts).
 */
export interface Bound {
  constraint: string;
  quantity: "raw" | "date";
  comparator: "<" | "<=" | ">" | ">=";
  value: number;
}

export type Directive =
  | { kind: "superlative" | "soft" | "against"; constraint: string }
  | { kind: "weight"; constraint: string; lambda: number }
  | { kind: "bound"; constraint: string; bound: Bound }
  | { kind: "none"; reason: string };

/** Longer texts are rejected unread: nobody types them, and the work stays bounded. */
const MAX_WISH = 80;
const TOO_LONG = `A flag has at most ${MAX_WISH} characters.`;

const COMPARATORS: readonly [Bound["comparator"], string][] = [
  ["<=", "<=|≤|at most|no more than|not over|max|maximum|up to"],
  [">=", ">=|≥|at least|no less than|min|minimum"],
  ["<", "<|under|below|less than|fewer than|smaller than|faster than|shorter than|newer than|younger than"],
  [">", ">|over|above|more than|greater than|larger than|bigger than|slower than|longer than|older than"],
];
const RAW_BOUND = new RegExp(
  `^(.*?)\\s*(${COMPARATORS.map(([, words]) => words).join("|")})\\s*([^\\d]*?)\\s*(\\d+(?:\\.\\d+)?)\\s*(.*)$`,
  "u",
);
const DATE_BOUND =
  /^(.*?)\s*(newer than|younger than|later than|after|since|from|older than|earlier than|before|until|up to)\s*(\d{4}(?:-\d{2}){0,2})$/u;
const WEIGHT = /^(?:(?:λ|lambda)[\s_]*)?(.*?)\s*=\s*(.*)$/u;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/u;
const SUFFIXES: readonly [RegExp, number][] = [
  [/^(?:k|thousand)(?:\s+|$)/u, 1e3],
  [/^(?:m|million)(?:\s+|$)/u, 1e6],
  [/^(?:b|billion)(?:\s+|$)/u, 1e9],
];
const CALENDAR_YEARS: readonly [number, number] = [1900, 2200];

/**
 * Parses the text of one flag. Never throws; `none` explains what was not understood.
 * @param own vocabulary rows of the library's constraints; those of others are known too, to say that the library does not have them
 */
export function understand(directive: string, own: readonly ConstraintWords[] = []): Directive {
  const table = [
    ...CONSTRAINT_WORDS.map((row) => own.find(({ id }) => id === row.id) ?? row),
    ...own.filter(({ id }) => CONSTRAINT_WORDS.every((row) => row.id !== id)),
  ];
  if (directive.length > MAX_WISH) return none(TOO_LONG);
  const words = directive.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  if (words.length > MAX_WISH) return none(TOO_LONG);
  if (words === "") return none("The flag is empty. Write something like “smallest model” after the colon.");
  const grouped = words.replace(/(\d),(?=\d{3}(?!\d))/gu, "$1");
  return (
    preference(words, table) ??
    weight(words, table) ??
    dateBound(words, table) ??
    rawBound(grouped, table) ??
    none(unknown(directive))
  );
}

function preference(words: string, table: readonly ConstraintWords[]): Directive | null {
  const core = words
    .replace(/^(?:the|a|an|use|prefer) /u, "")
    .replace(/[.!]$/u, "")
    .replace(/ ?(?:models?|experts?|one|模型|专家)$/u, "");
  for (const row of table) {
    for (const kind of ["superlative", "soft", "against"] as const) {
      if (row[kind].includes(core)) return { kind, constraint: row.id };
    }
  }
  return null;
}

function weight(words: string, table: readonly ConstraintWords[]): Directive | null {
  const match = WEIGHT.exec(words);
  if (!match || /[<>]$/u.test(match[1]!)) return null;
  const row = rowNamed(match[1]!, table);
  if (!row) return none(`“${match[1]}” is not a constraint. Use one of ${names(table)} before “=”.`);
  const lambda = NUMBER.test(match[2]!) ? Number(match[2]) : Number.NaN;
  if (!Number.isFinite(lambda)) return none(`“${match[2]}” is not a number. Write, for example, ${row.names[0]}=0.3.`);
  if (lambda < 0) return none("λ cannot be negative: the objective can only charge for a constraint.");
  return { kind: "weight", constraint: row.id, lambda: lambda + 0 };
}

function dateBound(words: string, table: readonly ConstraintWords[]): Directive | null {
  const match = DATE_BOUND.exec(words);
  if (!match) return null;
  const [, name, direction, date] = match as unknown as [string, string, string, string];
  const row = name === "" ? table.find(({ bare }) => bare === "date") : rowNamed(name, table);
  const span = yearSpan(date);
  if (row?.bare !== "date" || !span || span[0] < CALENDAR_YEARS[0] || span[0] > CALENDAR_YEARS[1]) return null;
  const [start, end] = span;
  const [comparator, value]: [Bound["comparator"], number] = /^(?:since|from)$/u.test(direction)
    ? [">=", start]
    : /^(?:until|up to)$/u.test(direction)
      ? ["<=", end]
      : /^(?:older|earlier|before)/u.test(direction)
        ? ["<=", start]
        : [">=", end];
  return { kind: "bound", constraint: row.id, bound: { constraint: row.id, quantity: "date", comparator, value } };
}

function rawBound(words: string, table: readonly ConstraintWords[]): Directive | null {
  const match = RAW_BOUND.exec(words);
  if (!match) return null;
  const [, before, comparing, between, digits, rest] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const comparator = COMPARATORS.find(([, alternatives]) => alternatives.split("|").includes(comparing))![0];
  const [factor, measure] = splitSuffix(rest, table);
  const [unit, behind] = splitName(measure, table);
  const name = before || between;
  const named = name === "" ? behind : rowNamed(name, table);
  if ((name !== "" && !named) || [before, between, behind].filter(Boolean).length > 1) return null;
  const rows = named ? [named] : rowsMeasuredIn(unit, factor, table);
  if (rows.length === 0) return none("The bound has no unit. Write, for example, “under 2M parameters”.");
  if (rows.length > 1) {
    return none(`The bound fits ${rows.map(({ id }) => id).join(" and ")}; name the one you mean.`);
  }
  const row = rows[0]!;
  if (unit !== "" && !Object.hasOwn(row.units, unit)) return none(`“${unit}” is not a unit of ${row.id}.`);
  const scale = unit === "" ? 1 : row.units[unit]!;
  const value = Number(digits) * factor * scale;
  if (!Number.isFinite(value)) return none(`“${digits}” is too large.`);
  return { kind: "bound", constraint: row.id, bound: { constraint: row.id, quantity: "raw", comparator, value } };
}

function splitSuffix(rest: string, table: readonly ConstraintWords[]): [number, string] {
  if (table.some(({ units }) => Object.hasOwn(units, rest))) return [1, rest];
  for (const [suffix, factor] of SUFFIXES) if (suffix.test(rest)) return [factor, rest.replace(suffix, "")];
  return [1, rest];
}

/** "% hallucinations" → "%" and the row of that name; a lone unit has no name. */
function splitName(measure: string, table: readonly ConstraintWords[]): [string, ConstraintWords | null] {
  if (table.some(({ units }) => Object.hasOwn(units, measure))) return [measure, null];
  for (const row of table) {
    for (const name of row.names) {
      if (measure === name || measure.endsWith(` ${name}`)) return [measure.slice(0, -name.length).trimEnd(), row];
    }
  }
  return [measure, null];
}

function rowsMeasuredIn(unit: string, factor: number, table: readonly ConstraintWords[]): ConstraintWords[] {
  return table.filter(({ units, bare }) => (unit === "" ? bare === "count" && factor > 1 : Object.hasOwn(units, unit)));
}

function rowNamed(name: string, table: readonly ConstraintWords[]): ConstraintWords | null {
  return table.find((row) => row.names.includes(name)) ?? null;
}

function names(table: readonly ConstraintWords[]): string {
  return table.map(({ id }) => id).join(", ");
}

function unknown(directive: string): string {
  return `“${directive}” is not a known flag. Try “smallest model”, “size=0.3” or “under 2M parameters”.`;
}

function none(reason: string): Directive {
  return { kind: "none", reason };
}
