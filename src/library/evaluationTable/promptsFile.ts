/** The Parquet file with the prompts and figures of an evaluation table. */
import { type LargeColumn, writeLarge } from "../benchmark/writeLarge.ts";
import { identifiers } from "../manifest/identifier.ts";
import { BEGINNING } from "./beginning.ts";
import { type EvaluationTable, INPUT_TOKENS, OUTPUT_TOKENS, PER_PROMPTS } from "./evaluationTable.ts";
import type { UnderstoodTable } from "./importer.ts";
import { measureIds } from "./tableConstraints.ts";

/** The data set of prompts for which the table names none. */
export const WHOLE = "all";

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

const texts = (name: string, data: readonly string[]): LargeColumn => ({ name, texts: data });

/** A column of `count` figures. A loop, for there may be millions of them. */
function numbers(name: string, count: number, at: (row: number) => number): LargeColumn {
  const data = new Float32Array(count);
  for (let row = 0; row < count; row++) data[row] = at(row);
  return { name, numbers: data };
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
  const domains = prompts.map(({ dataset }) => domainOf.get(dataset || WHOLE)!);
  const nowhere = (name: string): LargeColumn => ({ name, numbers: new Float32Array(prompts.length).fill(Number.NaN) });
  return writeLarge([
    texts("id", distinctIds(prompts.map(({ id }) => id))),
    texts("kind", new Array(prompts.length).fill("window")),
    texts("domain", domains),
    texts("part", domains),
    texts(
      "source",
      prompts.map(({ dataset }) => dataset || WHOLE),
    ),
    // Rows that repeat a prompt are no additional evidence: they are resampled together.
    { name: "document", numbers: promptNumbers(prompts) },
    texts(
      "keywords",
      prompts.map((prompt) => beginningOf(prompt.text)),
    ),
    { name: "tokens", numbers: new Int32Array(prompts.length) },
    ...ids.flatMap((id, k) => [
      of(`loss:${id}`, scores, k, (score) => 1 - score),
      of(`accuracy:${id}`, scores, k),
      ...(costs ? [of(`cost:${id}`, costs, k, (cost) => cost * PER_PROMPTS)] : []),
      ...measured.map(([name, cells]) => of(`${name}:${id}`, cells, k)),
    ]),
    ...routers.map(({ choices, scores: routing }, i) =>
      choices
        ? texts(
            `router:choice:${routerIds[i]}`,
            Array.from(choices, (choice) => ids[choice] ?? ""),
          )
        : numbers(`router:score:${routerIds[i]}`, routing!.length, (row) => routing![row]!),
    ),
    nowhere("x"),
    nowhere("y"),
  ]);
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
function promptNumbers(prompts: readonly { text: string }[]): Int32Array<ArrayBuffer> {
  const numbers = new Map<string, number>();
  return Int32Array.from(prompts, ({ text: own }, row) => {
    if (own === "") return row;
    const known = numbers.get(own) ?? row;
    numbers.set(own, known);
    return known;
  });
}
