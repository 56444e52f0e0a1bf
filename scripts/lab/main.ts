/** npm run lab: trains routers on an evaluation table and judges them, with the code of the page. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { matrixFeature, modelFeature, surfaceFeature } from "../../src/lab/features/dense.ts";
import type { DenseRows, Feature } from "../../src/lab/features/rows.ts";
import { rowsAt } from "../../src/lab/features/rowsAt.ts";
import { tfidfFeature } from "../../src/lab/features/tfidf.ts";
import { vectorRows } from "../../src/lab/features/vectors.ts";
import { LabError, type LabTable, labTable } from "../../src/lab/fit/labTable.ts";
import { SEED } from "../../src/lab/fit/predictHeldOut.ts";
import { type LabReport, markdownOf, reportOf } from "../../src/lab/report/report.ts";
import { otherTables, routersCompared, terminalTable } from "../../src/lab/report/tables.ts";
import { trainedRouter } from "../../src/lab/router/trainedRouter.ts";
import { HEADS } from "../../src/lab/run/contestants.ts";
import { changedTexts } from "../../src/lab/run/robustness.ts";
import { MOST_LEFT_OUT, runLab } from "../../src/lab/run/runLab.ts";
import { routerFiles } from "../../src/lab/takeaway/routerFiles.ts";
import { LibraryError } from "../../src/library/errors.ts";
import { buildLibrary } from "../../src/library/evaluationTable/buildLibrary.ts";
import { TableImporter } from "../../src/library/evaluationTable/importer.ts";
import { distinctIds } from "../../src/library/evaluationTable/promptsFile.ts";
import { textModelOf } from "../../src/workers/tableRouter/textModels.ts";
import { encoderRows, encoderSource, type NodeEncoder, openEncoder } from "./encoder.ts";
import { stateRows, stateSource } from "./state.ts";

const USAGE = `npm run lab -- TABLE… [options]

TABLE            an evaluation table, prompts × models with scores: CSV, TSV, JSON, JSONL, Parquet; several files are one table
--features LIST  of surface, tfidf, state (the shipped router's, slow), encoder, vectors; surface,tfidf without it
--encoder FOLDER a text encoder in the Hub's layout: config.json, tokenizer.json and an ONNX file for feature extraction
--encoder-weights PATH
                 which of the folder's ONNX files; without it the one that the page would offer
--encoder-in-mean
                 its ridge joins the default mean; without it, it stands for itself
--vectors FILE   JSON: one list of numbers for each row of the table, in its order
--heads LIST     of ${HEADS.map(({ id }) => id).join(", ")}: every head on every feature, and the mean of all. Without it, the default:
                 surface kNN, ridge on state if given, ridge on tfidf, and the mean of these
--out FOLDER     writes report.json and report.md, and the router as the page's “Download router” does
--router NAME    which of the routers compared is written; without it the one that the verdict is about
--learning-curve, --leave-out, --costs
                 also measures: less to learn from; each data set routed by the others; predicted costs
--no-cleaning    leaves the prompts' texts as they are
--seed N         of k-means and the network (${SEED})`;

const OPTIONS = {
  features: { type: "string", default: "surface,tfidf" },
  encoder: { type: "string" },
  "encoder-weights": { type: "string" },
  "encoder-in-mean": { type: "boolean", default: false },
  vectors: { type: "string" },
  heads: { type: "string", default: "" },
  out: { type: "string" },
  router: { type: "string" },
  "learning-curve": { type: "boolean", default: false },
  "leave-out": { type: "boolean", default: false },
  costs: { type: "boolean", default: false },
  "no-cleaning": { type: "boolean", default: false },
  seed: { type: "string", default: String(SEED) },
  help: { type: "boolean", default: false },
} as const;

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
    if (values.help || positionals.length === 0) {
      console.log(USAGE);
      return values.help ? 0 : 1;
    }
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed)) throw new LabError(`--seed ${values.seed} is not a whole number.`);
    await train(positionals, {
      features: listed(values.features),
      encoder: values.encoder,
      encoderWeights: values["encoder-weights"],
      inMean: values["encoder-in-mean"] ? ["encoder"] : [],
      vectors: values.vectors,
      heads: listed(values.heads),
      out: values.out,
      router: values.router,
      learningCurve: values["learning-curve"],
      leaveOut: values["leave-out"],
      predictCosts: values.costs,
      clean: !values["no-cleaning"],
      seed,
    });
    return 0;
  } catch (error) {
    const { code } = error as { code?: string };
    const known = error instanceof LabError || error instanceof LibraryError || code !== undefined;
    console.error(known ? (error as Error).message : error);
    return 1;
  }
}

interface Asked {
  features: string[];
  encoder?: string | undefined;
  encoderWeights?: string | undefined;
  /** Features whose ridge joins the default mean. */
  inMean: string[];
  vectors?: string | undefined;
  heads: string[];
  out?: string | undefined;
  router?: string | undefined;
  learningCurve: boolean;
  leaveOut: boolean;
  predictCosts: boolean;
  clean: boolean;
  seed: number;
}

/** Reads, trains, prints and writes. Throws a LabError or a LibraryError that says what is wrong. */
export async function train(paths: readonly string[], asked: Asked): Promise<LabReport> {
  const began = performance.now();
  const contents = paths.map((path) => readFileSync(path));
  const name = paths.map((path) => basename(path)).join(" + ");
  const given = contents.map((content, i) => ({
    path: basename(paths[i]!),
    blob: new Blob([new Uint8Array(content)]),
  }));
  const understood = await new TableImporter(name, given).read();
  const read = understood.table;
  const table = labTable(read, { clean: asked.clean });
  console.error(`${name}: ${table.texts.length} prompts × ${table.models.length} models`);
  const encoder = await encoderOf(asked);
  const features: Feature[] = [];
  for (const id of asked.features) features.push(await featureOf(id, table, asked.vectors, encoder));
  const result = await runLab(table, features, { ...asked, tell: progress() });
  if (asked.leaveOut && !result.leftOut) {
    console.error(
      `Leaving data sets out needs 2 to ${MOST_LEFT_OUT} of them; the table has ${new Set(table.datasets).size}.`,
    );
  }
  // As the page keeps the table: it knows a router's table by this hash, whatever form it was read from.
  const { manifest } = await buildLibrary(understood, new Date(0));
  const { sha256 } = manifest.files[manifest.benchmark.prompts]!;
  const report = reportOf(table, result, { name, sha256, seed: asked.seed });
  for (const one of [routersCompared(result.comparison), ...otherTables(result)])
    console.log(`${terminalTable(one)}\n`);
  console.log(report.verdict);
  if (asked.out !== undefined) {
    const folder = resolve(asked.out);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "report.json"), `${JSON.stringify(report, null, 1)}\n`);
    writeFileSync(join(folder, "report.md"), markdownOf(report, result));
    const ids = distinctIds(read.prompts.map(({ id }) => id));
    const source = { name, sha256: report.table.sha256, ids, clean: asked.clean, seed: asked.seed };
    const states = asked.features.includes("state") ? stateSource() : null;
    const encoders = {
      ...(states ? { state: states.origin } : {}),
      ...(encoder ? { encoder: encoder.origin } : {}),
    };
    const sources = [states && { feature: "state", ...states.source }, encoder && encoderSource(encoder)];
    const router = trainedRouter(table, result, {
      ...source,
      encoders,
      ...(asked.router ? { router: asked.router } : {}),
    });
    const files = routerFiles(
      router,
      sources.flatMap((source) => (source ? [textModelOf(source)] : [])),
    );
    for (const [file, content] of files) writeFileSync(join(folder, file), content);
    console.error(`Written to ${folder}: ${["report.json", "report.md", ...files.keys()].join(", ")}`);
  }
  console.error(
    `${((performance.now() - began) / 1000).toFixed(1)} s, of which processor ${(process.cpuUsage().user / 1e6).toFixed(1)} s`,
  );
  return report;
}

async function encoderOf({ features, encoder, encoderWeights, inMean }: Asked): Promise<NodeEncoder | null> {
  if (features.includes("encoder")) {
    if (encoder === undefined) throw new LabError("The feature “encoder” needs --encoder FOLDER.");
    return openEncoder(encoder, encoderWeights);
  }
  if (encoder !== undefined || inMean.length > 0)
    throw new LabError("--encoder is for the feature “encoder”: add it to --features.");
  return null;
}

async function featureOf(
  id: string,
  table: LabTable,
  vectors: string | undefined,
  encoder: NodeEncoder | null,
): Promise<Feature> {
  if (id === "surface") return surfaceFeature(table.cleaned);
  if (id === "tfidf") return tfidfFeature(table.cleaned);
  if (id === "state" || (id === "encoder" && encoder)) {
    const texts = [...new Set([...table.cleaned, ...changedTexts(table)])];
    const told = (done: number) => count(id === "state" ? "state of" : "vectors of", done, texts.length);
    const rows = await (id === "state" ? stateRows(texts, told) : encoderRows(encoder!, texts, told));
    const places = new Map(texts.map((text, place) => [text, place]));
    return modelFeature(
      id,
      table.cleaned,
      (some) =>
        rowsAt(
          rows,
          some.map((text) => places.get(text)!),
        ) as DenseRows,
    );
  }
  if (id === "vectors") {
    if (vectors === undefined) throw new LabError("The feature “vectors” needs --vectors FILE.");
    return matrixFeature("vectors", vectorRows(readFileSync(vectors, "utf8"), basename(vectors), table));
  }
  throw new LabError(`There is no feature “${id}”. Features are surface, tfidf, state, encoder, vectors.`);
}

const listed = (text: string): string[] => text.split(",").flatMap((part) => part.trim().toLowerCase() || []);

function count(what: string, done: number, texts: number): void {
  if (done % 200 === 0 || done === texts) console.error(`${what} ${done} of ${texts} texts`);
}

/** Tells every tenth of the training. */
function progress(): (share: number) => void {
  let told = 0;
  return (share) => {
    const tenth = Math.floor(10 * share + 1e-9);
    if (tenth > told) console.error(`trained ${10 * tenth}%`);
    told = Math.max(told, tenth);
  };
}
