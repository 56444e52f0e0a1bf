/**
 * Turns an evaluation table into a library of figures alone: without router and models, but with front, oracle, single models, heat
 * map and prompts.
 */
import { writeLarge } from "../benchmark/writeLarge.ts";
import type { ReadLibrary } from "../import/readLibrary.ts";
import { identifiers } from "../manifest/identifier.ts";
import { sealManifest } from "../manifest/seal.ts";
import { sha256Hex } from "../storage/hash.ts";
import { localFolder } from "../storage/localStore.ts";
import type { EvaluationTable } from "./evaluationTable.ts";
import type { UnderstoodTable } from "./importer.ts";
import { promptsFile, WHOLE } from "./promptsFile.ts";
import type { Tell } from "./read/rawTable.ts";
import { tableConstraints } from "./tableConstraints.ts";
import type { Price } from "./understand/prices.ts";

const PROMPTS = "benchmark/prompts.parquet";
const TEXTS = "benchmark/texts.parquet";
const LONGEST_NAME = 200;
const LONGEST_TEXT = 4_000;

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
  const { table, findings, routers, prices } = understood;
  const { models, prompts } = table;
  const title = understood.name.slice(0, LONGEST_NAME);
  const ids = identifiers(models);
  const names = [...new Set(prompts.map(({ dataset }) => dataset || WHOLE))];
  const domainIds = identifiers(names);
  const facts = [`${prompts.length} prompts, ${models.length} models.`, ...findings.map(({ text }) => text)];
  if (!table.costs) facts.push("The table has no costs.");
  const contents = new Map([
    [PROMPTS, promptsFile(understood, ids, new Map(names.map((name, i) => [name, domainIds[i]!])))],
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
      newestText: prices?.[k]?.released ?? null,
    })),
    constraints: tableConstraints(understood, ids, title),
    benchmark: {
      prompts: PROMPTS,
      ...(table.hasTexts ? { texts: TEXTS } : {}),
      rows: prompts.length,
      kinds: { window: prompts.length },
      lossUnit: "1 − score",
      ...(routers.length > 0
        ? {
            routers: identifiers(routers.map(({ name }) => name)).map((id, i) => ({
              id,
              label: routers[i]!.name.slice(0, LONGEST_NAME),
              kind: routers[i]!.choices ? ("choices" as const) : ("scores" as const),
            })),
          }
        : {}),
      ...(prices ? { tokenPrices: tokenPrices(prices, ids) } : {}),
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

function tokenPrices(prices: readonly (Price | null)[], ids: readonly string[]) {
  const known = (name: "input" | "output", value: number | undefined) =>
    Number.isFinite(value) ? { [name]: value } : {};
  return Object.fromEntries(
    ids.map((id, k) => [id, { ...known("input", prices[k]?.input), ...known("output", prices[k]?.output) }]),
  );
}

const knownOr0 = (value: number | undefined): number => (Number.isFinite(value) ? value! : 0);

/** The full prompts, in benchmark order: read only when the user opens or searches them. */
const textsFile = ({ prompts }: EvaluationTable): ArrayBuffer =>
  writeLarge([{ name: "text", texts: prompts.map(({ text }) => text) }]);
