/** The Parquet file with the prompts and figures of an evaluation table. */
import { type Column, writeParquet } from "../benchmark/writeParquet.ts";
import { identifiers } from "../manifest/identifier.ts";
import { type EvaluationTable, INPUT_TOKENS, OUTPUT_TOKENS, PER_PROMPTS } from "./evaluationTable.ts";
import type { UnderstoodTable } from "./importer.ts";
import { measureIds } from "./tableConstraints.ts";

/** The part of a prompt that fits into a table of prompts. */
const BEGINNING = 80;
/** The data set of prompts for which the table names none. */
export const WHOLE = "all";

/** Nobody asks these files for some of their rows, which is what statistics of their pages are for. */
export const NO_STATISTICS = { statistics: false };

/** The first words of a text, on one line. */
function beginningOf(text: string): string {
  const start = text.slice(0, BEGINNING);
  // Most texts are plain words, which the longer way takes ten times as long for.
  if (!/^ | $|[^\S ]| {2}/.test(start)) return start;
  return text
    .slice(0, 4 * BEGINNING)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, BEGINNING);
}

export const textColumn = (name: string, data: string[]): Column => ({ name, data, type: "BYTE_ARRAY" });
const number = (name: string, data: ArrayLike<number>): Column => numbers(name, data.length, (row) => data[row]!);

/** A column of `count` figures; NaN is written as missing. A loop, for there may be millions of them. */
function numbers(name: string, count: number, at: (row: number) => number): Column {
  const data: (number | null)[] = new Array(count);
  for (let row = 0; row < count; row++) {
    const value = at(row);
    data[row] = Number.isNaN(value) ? null : value;
  }
  return { name, data, type: "FLOAT" };
}

/**
 * The benchmark of a table.
 * @param ids of the models, in table order
 * @param domainOf the id of each data set, by its name
 */
export function promptsFile(
  { table, routers }: Pick<UnderstoodTable, "table" | "routers">,
  ids: readonly string[],
  domainOf: ReadonlyMap<string, string>,
): ArrayBuffer {
  const { models, prompts, scores, costs } = table;
  const width = models.length;
  const of = (name: string, cells: Float64Array, k: number, convert: (value: number) => number = (value) => value) =>
    numbers(name, prompts.length, (row) => convert(cells[row * width + k]!));
  const measured = [...measuresOf(table)];
  const routerIds = identifiers(routers.map(({ name }) => name));
  const nowhere = prompts.map(() => Number.NaN);
  const domains = prompts.map(({ dataset }) => domainOf.get(dataset || WHOLE)!);
  return writeParquet(
    [
      textColumn("id", distinctIds(prompts.map(({ id }) => id))),
      textColumn(
        "kind",
        prompts.map(() => "window"),
      ),
      textColumn("domain", domains),
      textColumn("part", domains),
      textColumn(
        "source",
        prompts.map(({ dataset }) => dataset || WHOLE),
      ),
      // Rows that repeat a prompt are no additional evidence: they are resampled together.
      { name: "document", data: promptNumbers(prompts), type: "INT32" },
      textColumn(
        "keywords",
        prompts.map((prompt) => beginningOf(prompt.text)),
      ),
      { name: "tokens", data: prompts.map(() => 0), type: "INT32" },
      ...ids.flatMap((id, k) => [
        of(`loss:${id}`, scores, k, (score) => 1 - score),
        of(`accuracy:${id}`, scores, k),
        ...(costs ? [of(`cost:${id}`, costs, k, (cost) => cost * PER_PROMPTS)] : []),
        ...measured.map(([name, cells]) => of(`${name}:${id}`, cells, k)),
      ]),
      ...routers.map(({ choices, scores: routing }, i) =>
        choices
          ? textColumn(
              `router:choice:${routerIds[i]}`,
              Array.from(choices, (choice) => ids[choice] ?? ""),
            )
          : number(`router:score:${routerIds[i]}`, routing!),
      ),
      number("x", nowhere),
      number("y", nowhere),
    ],
    NO_STATISTICS,
  );
}

/** Further figures of the calls, by the prefix of their columns: the table's own constraints, and the tokens. */
export function* measuresOf({
  measures = new Map(),
  inputTokens,
  outputTokens,
}: EvaluationTable): Iterable<[prefix: string, cells: Float64Array]> {
  const ids = measureIds([...measures.keys()]);
  for (const [i, cells] of [...measures.values()].entries()) yield [ids[i]!, cells];
  if (inputTokens) yield [INPUT_TOKENS, inputTokens];
  if (outputTokens) yield [OUTPUT_TOKENS, outputTokens];
}

/** Ids of prompts as a library has them: what is written twice gets a number. */
export function distinctIds(written: readonly string[]): string[] {
  const given = new Set<string>();
  /** By repeated id: the next number to try. */
  const next = new Map<string, number>();
  return written.map((name) => {
    let id = name;
    let k = next.get(name) ?? 2;
    for (; given.has(id); k++) id = `${name}#${k}`;
    if (id !== name) next.set(name, k);
    given.add(id);
    return id;
  });
}

/** The same number for rows with the same text, and a unique one for each row without text. */
function promptNumbers(prompts: readonly { text: string }[]): number[] {
  const numbers = new Map<string, number>();
  return prompts.map(({ text: own }, row) => {
    if (own === "") return row;
    const known = numbers.get(own) ?? row;
    numbers.set(own, known);
    return known;
  });
}
