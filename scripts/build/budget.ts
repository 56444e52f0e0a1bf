import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import limits from "./budget.json" with { type: "json" };
import { startChunks } from "./start-chunk.ts";

/** Runs before the first paint; everything else comes after it: see first-paint.ts. */
const BEFORE_PAINT = "early.js";

/**
 * Fails the build when what a visitor waits for has grown beyond scripts/build/budget.json: bytes after gzip of the script that runs
 * before the first paint, of those that run before the page is live (the entry, the explorer, and all that they import; what is imported
 * later does not count), of the page with its first screen, and of the styles.
 */
export function budget(): Plugin {
  let publicDir = "public";
  return {
    name: "budget",
    apply: "build",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    // After the page itself has been written.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const files = Object.values(bundle);
        const chunks = new Map(
          files.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file] as const] : [])),
        );
        const first = new Set(startChunks(bundle));
        const visit = (name: string) => {
          if (first.has(name)) return;
          first.add(name);
          for (const imported of chunks.get(name)?.imports ?? []) visit(imported);
        };
        for (const [name, { isEntry }] of chunks) if (isEntry) visit(name);
        const packed = (wanted: (name: string) => boolean) =>
          files
            .filter(({ fileName }) => wanted(fileName))
            .reduce((sum, file) => sum + gzipSync(file.type === "chunk" ? file.code : file.source).length, 0);
        const sizes: Record<keyof typeof limits, number> = {
          scriptsBeforeFirstPaint: gzipSync(readFileSync(join(publicDir, BEFORE_PAINT))).length,
          scriptsBeforePageIsLive: packed((name) => first.has(name)),
          page: packed((name) => name === "index.html"),
          styles: packed((name) => name.endsWith(".css")),
        };
        for (const [what, { gzip }] of Object.entries(limits)) {
          const size = sizes[what as keyof typeof limits];
          this.info(`${what}: ${size} of ${gzip} bytes after gzip`);
          if (size > gzip) this.error(`${what} has grown to ${size} bytes after gzip; budget.json allows ${gzip}.`);
        }
      },
    },
  };
}
