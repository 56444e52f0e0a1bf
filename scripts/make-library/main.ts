/**
 * npm run make-library: makes a library from a lab's own models. Writes library.json and the benchmark's Parquet files into the
 * folder with router and experts; the models stay as they are.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { LibraryError } from "../../src/library/errors.ts";
import { openTable } from "../../src/library/evaluationTable/read/openTable.ts";
import { openLibrary } from "../../src/library/load.ts";
import { librarySize } from "../../src/library/manifest/manifestFacts.ts";
import { sealManifest } from "../../src/library/manifest/seal.ts";
import { describeLibrary } from "./describe.ts";
import { FolderError, readFolder } from "./folder.ts";
import { readLosses } from "./losses.ts";
import { layOut, routeAll } from "./route.ts";
import { benchmarkFiles, EMBEDDINGS, PROMPTS } from "./tables.ts";

const USAGE = `npm run make-library -- FOLDER --losses FILE [--name NAME]

FOLDER   router/, experts/<id>/ and tokenizer/ in the Hugging Face layout: config.json, onnx/model*.onnx, README.md
--losses a CSV, JSONL, JSON or Parquet table: text, loss:<id> for every expert (nats per token), and where known accuracy:<id>, id,
         domain, part, source, document, keywords, kind
--name   what to call the library; the folder's name otherwise`;

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { losses: { type: "string" }, name: { type: "string" }, help: { type: "boolean" } },
    });
    const [folder] = positionals;
    if (values.help || folder === undefined || values.losses === undefined) {
      console.log(USAGE);
      return values.help ? 0 : 1;
    }
    await makeLibrary(resolve(folder), resolve(values.losses), values.name ?? basename(resolve(folder)));
    return 0;
  } catch (error) {
    const known =
      error instanceof FolderError || error instanceof LibraryError || (error as { code?: string }).code !== undefined;
    console.error(known ? (error as Error).message : error);
    return 1;
  }
}

/** Throws a FolderError or a LibraryError that says what is missing or wrong; nothing is written then. */
export async function makeLibrary(root: string, lossesFile: string, name: string): Promise<void> {
  const read = (path: string): ArrayBuffer => Uint8Array.from(readFileSync(path)).buffer;
  const folder = readFolder(root);
  const { router, experts, tokenizer } = folder;
  const ids = experts.map(({ id }) => id);
  const prompts = readLosses(await openTable(new Blob([read(lossesFile)]), basename(lossesFile)), ids);
  const description = describeLibrary(folder, prompts, name);

  const contents = new Map(
    [tokenizer, router.model, ...experts.map(({ model }) => model)].map((path) => [path, read(join(root, path))]),
  );
  const texts = prompts.map(({ text }) => text);
  const tokenizerText = new TextDecoder().decode(contents.get(tokenizer));
  const progress = (done: number) => {
    if (done % 100 === 0 || done === texts.length) console.log(`routed ${done} of ${texts.length} prompts`);
  };
  const routed = await routeAll(
    contents.get(router.model)!,
    tokenizerText,
    description.maxTokens,
    ids.length,
    texts,
    progress,
  );
  console.log("laying out the map");
  const benchmark = benchmarkFiles(ids, prompts, routed, layOut(routed.states));
  for (const [path, content] of benchmark) contents.set(path, content);

  const manifest = await sealManifest(description.manifest(routed.states[0]!.length), contents);
  await openLibrary("file:///", manifest, benchmark.get(PROMPTS)!, true);
  for (const path of [PROMPTS, EMBEDDINGS]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), new Uint8Array(benchmark.get(path)!));
  }
  writeFileSync(join(root, "library.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  for (const note of description.notes) console.log(note);
  const megabytes = (librarySize(manifest) / 1e6).toFixed(1);
  console.log(
    `${join(root, "library.json")}: ${ids.length} experts, ${prompts.length} prompts, ${megabytes} MB in all`,
  );
}
