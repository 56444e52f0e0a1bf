/** A routing table as a library of figures alone: no router and no models, but front, oracle, single models, heat map and table. */

import { type Column, writeParquet } from "../benchmark/writeParquet.ts";
import { scaledConstraint } from "../manifest/constraints.ts";
import { IDENTIFIER } from "../manifest/identifier.ts";
import { sealManifest } from "../manifest/seal.ts";
import { hashing, sha256Hex } from "../storage/hash.ts";
import { localFolder } from "../storage/localStore.ts";
import type { ReadLibrary } from "./readLibrary.ts";
import { readRoutingTable } from "./routingTable.ts";
import { readTable } from "./table.ts";

const PROMPTS = "benchmark/prompts.parquet";
/** As much of a prompt as a table of prompts can show. */
const BEGINNING = 80;
const LONGEST_NAME = 200;

export interface ImportOptions {
  today?: Date;
  /** Bytes of the table that are done with, and in all. One half of them counts for reading, the other for checking the scores. */
  onProgress?: (loaded: number, total: number) => void;
}

/**
 * Imports a routing table. A model's loss is 1 − its score. Prompts are cut to their beginning. Long tables take seconds, in one go:
 * that is work for a worker (src/tables).
 * @param name the file's
 * Throws a LibraryError that names the place.
 */
export async function importTable(
  content: ArrayBuffer,
  name: string,
  { today = new Date(), onProgress }: ImportOptions = {},
): Promise<ReadLibrary> {
  hashing(name); // asked before the work, which may take long
  const title = name.slice(0, LONGEST_NAME);
  const total = content.byteLength;
  const half = (before: number) => (share: number) => onProgress?.(Math.round(((before + share) / 2) * total), total);
  const table = readTable(content, name, half(0));
  const { models, prompts, scores, costs, report } = readRoutingTable(table, half(1));
  const ids = identifiers(models);
  const domainNames = [...new Set(prompts.map(({ domain }) => domain))];
  const domainIds = identifiers(domainNames);
  const domainOf = new Map(domainNames.map((domain, i) => [domain, domainIds[i]!]));
  const of = (table: Float64Array, k: number) => prompts.map((_, i) => table[i * models.length + k]!);

  const text = (column: string, data: string[]): Column => ({ name: column, data, type: "BYTE_ARRAY" });
  const number = (column: string, data: number[]): Column => {
    return { name: column, data: data.map((value) => (Number.isNaN(value) ? null : value)), type: "FLOAT" };
  };
  const nowhere = prompts.map(() => Number.NaN);
  const domains = prompts.map(({ domain }) => domainOf.get(domain)!);
  const file = writeParquet([
    text(
      "id",
      prompts.map(({ id }) => id),
    ),
    text(
      "kind",
      prompts.map(() => "window"),
    ),
    text("domain", domains),
    text("part", domains),
    text(
      "source",
      prompts.map(({ domain }) => domain),
    ),
    // Rows that repeat a prompt are no further evidence: intervals draw them together.
    { name: "document", data: promptNumbers(prompts), type: "INT32" },
    text(
      "keywords",
      prompts.map((prompt) => prompt.text.replace(/\s+/g, " ").trim().slice(0, BEGINNING)),
    ),
    { name: "tokens", data: prompts.map(() => 0), type: "INT32" },
    ...ids.flatMap((id, k) => [
      number(
        `loss:${id}`,
        of(scores, k).map((score) => 1 - score),
      ),
      number(`accuracy:${id}`, of(scores, k)),
    ]),
    number("x", nowhere),
    number("y", nowhere),
  ]);

  const meanOf = (table: Float64Array) => new Map(ids.map((id, k) => [id, mean(of(table, k))]));
  const constraint = costs
    ? scaledConstraint(
        {
          id: "cost",
          label: "Cost",
          unit: "a prompt",
          scale: "linear",
          description: "Mean cost of a call.",
          measured: `from ${title}`,
        },
        meanOf(costs),
      )
    : scaledConstraint(
        {
          id: "strength",
          label: "Strength",
          unit: "mean score",
          scale: "linear",
          description: "Mean score, which stands in for the cost.",
          measured: `from ${title}`,
        },
        meanOf(scores),
      );
  const manifest = await sealManifest(
    {
      schemaVersion: 1,
      id: identifiers([title])[0],
      name: title,
      description: `A routing table, figures alone. ${report.join(" ")}`.slice(0, 4000),
      created: today.toISOString().slice(0, 10),
      domains: domainNames
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
        parameters: 0,
        bytes: 0,
        newestText: null,
      })),
      constraints: [constraint],
      benchmark: { prompts: PROMPTS, rows: prompts.length, kinds: { window: prompts.length }, lossUnit: "1 − score" },
    },
    new Map([[PROMPTS, file]]),
  );
  const sha256 = manifest.files[PROMPTS]!.sha256;
  const key = (await sha256Hex(new TextEncoder().encode(JSON.stringify(manifest)).buffer as ArrayBuffer)).slice(0, 16);
  return { folder: localFolder(key), manifest, contents: new Map([[sha256, file]]) };
}

/** Names as ids: what an id may not hold becomes a dash; names that would become alike, or that no id may have, are numbered. */
export function identifiers(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    const base = name.replace(/[^\w.\-/]+/g, "-").slice(0, 56) || "x";
    let id = base;
    for (let k = 2; seen.has(id) || !IDENTIFIER.test(id); k++) id = `${base}-${k}`;
    seen.add(id);
    return id;
  });
}

function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The same number for rows of the same text, and one of its own for every row without text. */
function promptNumbers(prompts: readonly { text: string }[]): number[] {
  const numbers = new Map<string, number>();
  return prompts.map(({ text }, row) => {
    if (text === "") return row;
    const known = numbers.get(text) ?? row;
    numbers.set(text, known);
    return known;
  });
}
