/** Loads what the page shows first: the manifest and the benchmark's figures. Models and embeddings come later, on demand. */

import type { Matrix } from "../core/matrix.ts";
import type { Benchmark } from "./benchmark/benchmark.ts";
import type { StartReader } from "./benchmark/benchmarkReader.ts";
import type { CustomExpert } from "./customExperts/customExpert.ts";
import { ManifestError, ParquetError } from "./errors.ts";
import type { TableEdits } from "./evaluationTable/edits/tableEdits.ts";
import type { RouterForTable, TrainedOnTable } from "./evaluationTable/router/tableRouter.ts";
import { constraintScores, isPrice } from "./manifest/constraints.ts";
import type { Manifest } from "./manifest/manifest.ts";
import { type DownloadOptions, download, type Expected } from "./storage/integrity.ts";
import { requestBytes } from "./storage/request.ts";

export const MANIFEST_FILE = "library.json";
/** A manifest only describes a library; a larger file is something else. */
export const MAX_MANIFEST_BYTES = 5_000_000;

/** One constraint with its values in the order of the manifest's experts. */
export interface Constraint {
  id: string;
  label: string;
  unit: string;
  scale: "log" | "linear";
  /** The scale of the values on the front's axis. */
  axis: "log" | "linear";
  description: string;
  /** How it was measured. */
  measured: string;
  /** In `unit`; NaN when unknown. */
  raw: Float64Array;
  /** C, 0 (best) … 1; NaN when unknown. Of a price, the price itself: see `constraintScores`. */
  score: Float64Array;
  /** The raw value of each call, prompts × experts, if known per prompt; `raw` is then the mean. */
  calls?: Matrix;
  /**
   * Present if this browser has measured some of the raw values itself: for which experts, and the factor applied to the others'
   * figures; NaN when none was applied.
   */
  localMeasurement?: { experts: readonly boolean[]; factor: number };
}

/** A file's URL, hash and length: all that a worker needs to download it. */
export interface FileReference {
  url: string;
  sha256: string;
  bytes: number;
}

export interface Library {
  /** Absolute URL of the library's folder, with a trailing slash. */
  baseUrl: string;
  manifest: Manifest;
  benchmark: Benchmark;
  /** The manifest's experts in order: the columns of every table. */
  expertIds: string[];
  constraints: Constraint[];
  /**
   * Experts that the user has added, by id: on the benchmark they have predicted losses but no measured ones. Absent if there are
   * none.
   */
  calibrated?: ReadonlyMap<string, CustomExpert>;
  /** False if the browser could not hash the files: see `Download.verified`. */
  verified: boolean;
  /**
   * The table with the user's edits: see evaluationTable/edits/withTableEdits.ts. Absent for a library with a router, which needs
   * none of that code.
   */
  withEdits?: (table: Library, edits: TableEdits) => Library;
  /** The table with a router that was trained on it: see evaluationTable/router/withTableRouter.ts. Absent as `withEdits` is. */
  withRouter?: (table: Library, router: RouterForTable, others: readonly RouterForTable[]) => Library;
  /** Present while an imported table is used with a router that was trained on it: its predictions are in the benchmark. */
  trained?: TrainedOnTable;
  /** URL of a file of the library. */
  url(path: string): string;
  /** The same with hash and length. Throws a ManifestError for a file that the manifest does not list. */
  file(path: string): FileReference;
}

export interface LoadOptions extends DownloadOptions {
  /** Decodes the benchmark. */
  reader: StartReader;
  /** The content of `library.json`, if already known. */
  manifest?: unknown;
  /** The manifest, if it has been checked already. */
  checked?: Manifest;
}

/**
 * Loads a library.
 * @param baseUrl its folder, absolute or relative to the page
 * @param options `onProgress`: bytes of the benchmark, once the manifest is loaded; first those downloaded, then those decoded
 * Throws a LibraryError that names the file and what to do, or the signal's reason.
 */
export async function loadLibrary(baseUrl: string, options: LoadOptions): Promise<Library> {
  const base = folderUrl(baseUrl);
  // Started first, so that it is ready when the files arrive.
  const reader = options.reader();
  try {
    const manifest =
      options.checked ??
      (options.manifest === undefined
        ? await fetchManifest(base, options, reader.manifest)
        : await checkManifest(options.manifest));
    const { prompts } = manifest.benchmark;
    const { buffer, verified } = await download(new URL(prompts, base).href, fileOf(manifest, prompts), options);
    return libraryOf(base, manifest, await reader.prompts(buffer, idsOf(manifest), prompts, options), verified);
  } finally {
    reader.end();
  }
}

/** Checks the content of a `library.json`. */
export type CheckManifest = (content: ArrayBuffer) => Promise<Manifest>;

/**
 * The manifest in a library's folder.
 * @param check checks it in another thread, where there is one
 * Throws a LibraryError, or the signal's reason.
 */
export async function fetchManifest(
  baseUrl: string,
  options: DownloadOptions = {},
  check: CheckManifest = checkHere,
): Promise<Manifest> {
  const { onProgress: _, ...rest } = options;
  const url = new URL(MANIFEST_FILE, folderUrl(baseUrl)).href;
  // "no-cache" asks the server whether the copy is current: an old manifest would refuse new files because of their hashes.
  return check(await requestBytes(url, MAX_MANIFEST_BYTES, "no-cache", rest));
}

async function checkHere(content: ArrayBuffer): Promise<Manifest> {
  const { parseJson, parseManifest } = await manifestReader();
  return parseManifest(parseJson(content));
}

/** Checks a parsed `library.json`, as `parseManifest` does. Throws a ManifestError. */
export const checkManifest = async (json: unknown): Promise<Manifest> => (await manifestReader()).parseManifest(json);

/** The code that checks manifests, a third of what the page would start with. */
const manifestReader = () => import("./manifest/manifest.ts");

/**
 * A library from its manifest and its benchmark file, which is decoded in place: for tests, scripts and workers.
 * @param prompts content of the file that `benchmark.prompts` names
 * @param verified whether its hash was checked
 * Throws a LibraryError when they are inconsistent.
 */
export async function openLibrary(
  baseUrl: string,
  manifest: Manifest,
  prompts: ArrayBuffer,
  verified: boolean,
): Promise<Library> {
  // Not at the top: the page, which decodes in a worker, would start with it.
  const { readBenchmark } = await import("./benchmark/parquet.ts");
  const benchmark = await readBenchmark(prompts, idsOf(manifest), manifest.benchmark.prompts);
  return libraryOf(baseUrl, manifest, benchmark, verified);
}

/** The manifest's experts in order. */
export const idsOf = ({ experts }: Manifest): string[] => experts.map(({ id }) => id);

/** A library from its manifest and its benchmark. Throws a LibraryError when they are inconsistent. */
export function libraryOf(baseUrl: string, manifest: Manifest, benchmark: Benchmark, verified: boolean): Library {
  const url = (path: string) => new URL(path, baseUrl).href;
  const file = (path: string): FileReference => ({ url: url(path), ...fileOf(manifest, path) });
  const expertIds = idsOf(manifest);
  checkBenchmark(benchmark, manifest);
  const constraints = manifest.constraints.map(
    ({ raw, score, description = "", measured = "", ...info }): Constraint => {
      const known = Float64Array.from(expertIds, (id) => raw[id] ?? Number.NaN);
      return {
        ...info,
        axis: info.axis ?? info.scale,
        description,
        measured,
        raw: known,
        score: isPrice(info.unit)
          ? constraintScores(known, info)
          : Float64Array.from(expertIds, (id) => score[id] ?? Number.NaN),
        ...callsBy(benchmark, info.id),
      };
    },
  );
  return { baseUrl, manifest, benchmark, expertIds, constraints, verified, url, file };
}

function callsBy({ calls }: Benchmark, constraint: string): Pick<Constraint, "calls"> {
  const found = calls?.get(constraint);
  return found ? { calls: found } : {};
}

function fileOf({ files }: Manifest, path: string): Expected {
  const expected = Object.hasOwn(files, path) ? files[path] : undefined;
  if (!expected) throw new ManifestError([{ place: "files", problem: `“${path}” is not listed.` }]);
  return expected;
}

function checkBenchmark(benchmark: Benchmark, { benchmark: { prompts, rows }, domains }: Manifest): void {
  const fail = (problem: string) => new ParquetError(prompts, `${prompts} ${problem}. Build the library again.`);
  if (benchmark.rows !== rows) throw fail(`has ${benchmark.rows} prompts, but the manifest promises ${rows}`);
  const known = new Set(domains.map(({ id }) => id));
  const stranger = benchmark.domain.find((domain) => !known.has(domain));
  if (stranger !== undefined) throw fail(`has prompts of the domain “${stranger}”, which the manifest does not list`);
}

/** Absolute, because workers resolve relative URLs against their own script and not against the page. */
function folderUrl(baseUrl: string): string {
  const folder = baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
  return new URL(folder, globalThis.location?.href).href;
}
