import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** Files worth compressing; pictures and tiny licence files are not. */
const COMPRESSIBLE = /\.(html|m?js|css|json|svg|webmanifest|wasm|onnx|parquet)$/;
const LEAST_BYTES = 1_000;
/** A smaller saving is not worth a second file. */
const LARGEST_SHARE = 0.95;
/**
 * Text is small and requested first: compress it as much as possible. The rest is many megabytes, and gains little from slower
 * settings.
 */
const isText = (path: string): boolean => !/\.(wasm|onnx|parquet)$/.test(path);

/** How a file is compressed, by the extension that hosts look for. `key`: what a cached result depends on besides the content. */
const PACKINGS: {
  ending: string;
  key: (path: string) => string;
  pack: (content: Buffer, path: string) => Promise<Buffer>;
}[] = [
  {
    ending: ".br",
    key: (path) => `br${brotliQuality(path)}`,
    pack: (content, path) =>
      promisify(brotliCompress)(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: brotliQuality(path),
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
  },
  {
    ending: ".gz",
    key: (path) => `gz${gzipLevel(path)}`,
    pack: (content, path) => promisify(gzip)(content, { level: gzipLevel(path) }),
  },
];

const brotliQuality = (path: string): number => (isText(path) ? 10 : path.endsWith(".wasm") ? 5 : 4);
const gzipLevel = (path: string): number => (isText(path) ? 9 : 6);

/** Files compressed at the same time: zlib uses four threads of Node's pool. */
const AT_ONCE = 4;

/**
 * Writes `x.br` and `x.gz` next to every file of the build that they make smaller, for hosts that send such files to browsers that
 * accept them, as scripts/serve.mjs does. Results are cached by content, so that only changed files take time.
 */
export function precompress(): Plugin {
  let output = "dist";
  let cache = "node_modules/.cache/precompress";
  let built = false;
  return {
    name: "precompress",
    apply: "build",
    configResolved({ root, build }) {
      output = resolve(root, build.outDir);
      cache = resolve(root, cache);
    },
    writeBundle() {
      built = true;
    },
    closeBundle: {
      // After the service worker, which is written in this step too.
      order: "post",
      sequential: true,
      async handler() {
        if (!built) return; // the build has failed
        await mkdir(cache, { recursive: true });
        const files = (await readdir(output, { recursive: true })).filter((path) => COMPRESSIBLE.test(path));
        const jobs = files.flatMap((path) => PACKINGS.map((packing) => ({ path: join(output, path), packing })));
        await Promise.all(
          Array.from({ length: AT_ONCE }, async () => {
            for (let job = jobs.pop(); job; job = jobs.pop()) await packFile(job.path, job.packing, cache);
          }),
        );
      },
    },
  };
}

/** Compresses one file unless that saves nothing. @param cache folder of earlier results */
async function packFile(path: string, { ending, key, pack }: (typeof PACKINGS)[number], cache: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < LEAST_BYTES) return;
  const kept = join(cache, `${createHash("sha256").update(content).digest("hex")}.${key(path)}`);
  if (!(await stat(kept).catch(() => null))) {
    await mkdir(dirname(kept), { recursive: true });
    // Renamed when complete, as two builds may run at once.
    const unfinished = `${kept}.${process.pid}`;
    await writeFile(unfinished, await pack(content, path));
    await rename(unfinished, kept);
  }
  if ((await stat(kept)).size <= content.length * LARGEST_SHARE) await copyFile(kept, path + ending);
}
