/**
 * Turns an evaluation table into a library of figures alone: without router and models, but with front, oracle, single models, heat
 * map and prompts.
 */
import { type Column, writeParquet } from "../benchmark/writeParquet.ts";
import type { ReadLibrary } from "../import/readLibrary.ts";
import { identifiers } from "../manifest/identifier.ts";
import { sealManifest } from "../manifest/seal.ts";
import { sha256Hex } from "../storage/hash.ts";
import { localFolder } from "../storage/localStore.ts";
import { type EvaluationTable, PER_PROMPTS } from "./evaluationTable.ts";
import type { UnderstoodTable } from "./importer.ts";
import type { Tell } from "./read/rawTable.ts";
import { tableConstraints } from "./tableConstraints.ts";

const PROMPTS = "benchmark/prompts.parquet";
const TEXTS = "benchmark/texts.parquet";
/** The part of a prompt that fits into a table of prompts. */
const BEGINNING = 80;
const LONGEST_NAME = 200;
const LONGEST_TEXT = 4_000;
const WHOLE = "all";

/**
 * Makes a library from the table. A model's loss is 1 − its score.
 * @param today the date for the library's manifest
 * Throws a LibraryError.
 */
export async function buildLibrary(
  understood: UnderstoodTable,
  today: Date,
  tell: Tell = () => {},
): Promise<ReadLibrary> {
  const { table, findings } = understood;
  const { models, prompts } = table;
  const title = understood.name.slice(0, LONGEST_NAME);
  const ids = identifiers(models);
  const names = [...new Set(prompts.map(({ dataset }) => dataset || WHOLE))];
  const domainIds = identifiers(names);
  const facts = [`${prompts.length} prompts, ${models.length} models.`, ...findings.map(({ text }) => text)];
  if (!table.costs) facts.push("The table has no costs.");
  const contents = new Map([
    [PROMPTS, promptsFile(table, ids, new Map(names.map((name, i) => [name, domainIds[i]!])))],
  ]);
  if (table.hasTexts) contents.set(TEXTS, textsFile(table));
  const draft = {
    schemaVersion: 1,
    id: identifiers([title])[0],
    name: title,
    description: `An evaluation table, figures alone. ${facts.join(" ")}`.slice(0, LONGEST_TEXT),
    created: today.toISOString().slice(0, 10),
    domains: names
      .map((name) => name.slice(0, LONGEST_NAME))
      .map((label, i) => ({ id: domainIds[i]!, label, parts: [{ id: domainIds[i]!, label }] })),
    experts: models.map((model, k) => ({
      id: ids[k]!,
      label: model.slice(0, LONGEST_NAME),
      description: "",
      parts: [],
      generalist: false,
      size: "",
      layers: 0,
      hidden: 0,
      parameters: knownOr0(understood.prices?.[k]?.parameters),
      bytes: 0,
      newestText: null,
    })),
    constraints: tableConstraints(understood, ids, title),
    benchmark: {
      prompts: PROMPTS,
      ...(table.hasTexts ? { texts: TEXTS } : {}),
      rows: prompts.length,
      kinds: { window: prompts.length },
      lossUnit: "1 − score",
      findings: findings.map((finding) => ({ ...finding, text: finding.text.slice(0, LONGEST_TEXT) })),
    },
  };
  tell(2 / 3);
  const manifest = await sealManifest(draft, contents);
  tell(1);
  // The same table imported on another day gives the same library.
  const { created: _, ...lasting } = manifest;
  const key = (await sha256Hex(new TextEncoder().encode(JSON.stringify(lasting)).buffer as ArrayBuffer)).slice(0, 16);
  const files = [...contents].map(([path, content]) => [manifest.files[path]!.sha256, content] as const);
  return { folder: localFolder(key), manifest, contents: new Map(files) };
}

const knownOr0 = (value: number | undefined): number => (Number.isFinite(value) ? value! : 0);

const text = (name: string, data: string[]): Column => ({ name, data, type: "BYTE_ARRAY" });
const number = (name: string, data: ArrayLike<number>): Column => ({
  name,
  data: Array.from(data, (value) => (Number.isNaN(value) ? null : value)),
  type: "FLOAT",
});

function promptsFile(
  table: EvaluationTable,
  ids: readonly string[],
  domainOf: ReadonlyMap<string, string>,
): ArrayBuffer {
  const { models, prompts, scores, costs } = table;
  const of = (cells: Float64Array, k: number, convert: (value: number) => number = (value) => value) =>
    prompts.map((_, i) => convert(cells[i * models.length + k]!));
  const nowhere = prompts.map(() => Number.NaN);
  const domains = prompts.map(({ dataset }) => domainOf.get(dataset || WHOLE)!);
  return writeParquet([
    text("id", distinctIds(prompts.map(({ id }) => id))),
    text(
      "kind",
      prompts.map(() => "window"),
    ),
    text("domain", domains),
    text("part", domains),
    text(
      "source",
      prompts.map(({ dataset }) => dataset || WHOLE),
    ),
    // Rows that repeat a prompt are no additional evidence: they are resampled together.
    { name: "document", data: promptNumbers(prompts), type: "INT32" },
    text(
      "keywords",
      prompts.map((prompt) =>
        prompt.text
          .slice(0, 4 * BEGINNING)
          .replace(/\s+/g, " ")
          .trim()
          .slice(0, BEGINNING),
      ),
    ),
    { name: "tokens", data: prompts.map(() => 0), type: "INT32" },
    ...ids.flatMap((id, k) => [
      number(
        `loss:${id}`,
        of(scores, k, (score) => 1 - score),
      ),
      number(`accuracy:${id}`, of(scores, k)),
      ...(costs
        ? [
            number(
              `cost:${id}`,
              of(costs, k, (cost) => cost * PER_PROMPTS),
            ),
          ]
        : []),
    ]),
    number("x", nowhere),
    number("y", nowhere),
  ]);
}

/** The full prompts, in benchmark order: read only when the user opens or searches them. */
const textsFile = ({ prompts }: EvaluationTable): ArrayBuffer =>
  writeParquet([
    text(
      "text",
      prompts.map((prompt) => prompt.text),
    ),
  ]);

function distinctIds(written: readonly string[]): string[] {
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
