/** Loads what the page shows first: the manifest and the benchmark's figures. Models and embeddings come later, on demand. */
import type { Benchmark } from "./benchmark.ts";
import { ManifestError, ParquetError } from "./errors.ts";
import { type DownloadOptions, download } from "./integrity.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { readBenchmark } from "./parquet.ts";
import { requestBytes } from "./request.ts";

/** A manifest is text about a library; more than this is something else. */
const MAX_MANIFEST_BYTES = 5_000_000;

/** One constraint with its values in the order of the manifest's experts. */
export interface Constraint {
  id: string;
  label: string;
  unit: string;
  scale: "log" | "linear";
  description: string;
  /** How it was measured. */
  measured: string;
  /** In `unit`; NaN when unknown. */
  raw: Float64Array;
  /** C, 0 (best) … 1; NaN when unknown. */
  score: Float64Array;
}

/** Where a file lies and what it must be: all that a worker needs to fetch it. */
export interface FileReference {
  url: string;
  sha256: string;
  bytes: number;
}

export interface Library {
  /** Absolute address of the library's folder, with a slash at the end. */
  baseUrl: string;
  manifest: Manifest;
  benchmark: Benchmark;
  /** The manifest's experts in order: the columns of every table. */
  expertIds: string[];
  constraints: Constraint[];
  /** False when the browser could not hash the files: see `Download.verified`. */
  verified: boolean;
  /** Address of a file of the library. */
  url(path: string): string;
  /** The same with hash and length. Throws a ManifestError for a file that the manifest does not list. */
  file(path: string): FileReference;
}

/**
 * Loads a library.
 * @param baseUrl its folder, absolute or relative to the page
 * @param options `onProgress`: bytes of the benchmark, once the manifest is there
 * Throws a LibraryError that names the file and what to do, or the signal's reason.
 */
export async function loadLibrary(baseUrl: string, options: DownloadOptions = {}): Promise<Library> {
  const base = folderUrl(baseUrl);
  const url = (path: string) => new URL(path, base).href;
  const manifest = parseManifest(await fetchJson(url("library.json"), options));
  const file = (path: string): FileReference => {
    const expected = Object.hasOwn(manifest.files, path) ? manifest.files[path] : undefined;
    if (!expected) throw new ManifestError([{ place: "files", problem: `“${path}” is not listed.` }]);
    return { url: url(path), ...expected };
  };
  const expertIds = manifest.experts.map(({ id }) => id);
  const { prompts } = manifest.benchmark;
  const { buffer, verified } = await download(url(prompts), file(prompts), options);
  const benchmark = await readBenchmark(buffer, expertIds, prompts);
  checkBenchmark(benchmark, manifest);
  const constraints = manifest.constraints.map(
    ({ raw, score, description = "", measured = "", ...info }): Constraint => ({
      ...info,
      description,
      measured,
      raw: Float64Array.from(expertIds, (id) => raw[id] ?? Number.NaN),
      score: Float64Array.from(expertIds, (id) => score[id] ?? Number.NaN),
    }),
  );
  return { baseUrl: base, manifest, benchmark, expertIds, constraints, verified, url, file };
}

function checkBenchmark(benchmark: Benchmark, { benchmark: { prompts, rows }, domains }: Manifest): void {
  const fail = (problem: string) => new ParquetError(prompts, `${prompts} ${problem}. Build the library anew.`);
  if (benchmark.rows !== rows) throw fail(`has ${benchmark.rows} prompts, but the manifest promises ${rows}`);
  const known = new Set(domains.map(({ id }) => id));
  const stranger = benchmark.domain.find((domain) => !known.has(domain));
  if (stranger !== undefined) throw fail(`has prompts of the domain “${stranger}”, which the manifest does not list`);
}

/** Absolute, because workers resolve relative addresses against their own script and not against the page. */
function folderUrl(baseUrl: string): string {
  const folder = baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
  return new URL(folder, globalThis.location?.href).href;
}

async function fetchJson(url: string, { onProgress: _, ...options }: DownloadOptions): Promise<unknown> {
  // "no-cache" asks the server whether the copy is current: an old manifest would refuse new files by their hashes.
  const body = await requestBytes(url, MAX_MANIFEST_BYTES, "no-cache", options);
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new ManifestError([
      { place: "text", problem: "is not valid JSON; build the library anew or upload it again." },
    ]);
  }
}
