import { createReadStream } from "node:fs";
import { copyFile, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

const CONTENT_TYPES: Record<string, string> = { json: "application/json", md: "text/markdown; charset=utf-8" };

/**
 * Serves the library folder at `models/` while developing and copies what its manifest names into the build.
 * Only files listed in the manifest (and the manifest) ship: the recipe and its work files stay out.
 */
export function shipLibrary(folder = process.env.TRYAGE_LIBRARY ?? "models"): Plugin {
  const root = resolve(folder);
  let output = "dist";
  return {
    name: "ship-library",
    configResolved(config) {
      output = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use("/models", async (request, response, next) => {
        const file = join(root, decodeURIComponent((request.url ?? "/").split("?")[0]!));
        const found = file.startsWith(root) ? await stat(file).catch(() => null) : null;
        if (!found?.isFile()) return next();
        response.setHeader("Content-Type", CONTENT_TYPES[file.split(".").pop()!] ?? "application/octet-stream");
        response.setHeader("Content-Length", found.size);
        createReadStream(file).pipe(response);
      });
    },
    async writeBundle() {
      const manifest = JSON.parse(await readFile(join(root, "library.json"), "utf8")) as { files: object };
      for (const path of ["library.json", ...Object.keys(manifest.files)]) {
        const target = join(output, "models", path);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(join(root, path), target);
      }
    },
  };
}
