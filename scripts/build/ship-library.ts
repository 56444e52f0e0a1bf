import { createReadStream } from "node:fs";
import { copyFile, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";
import { inSite, siteLibraries } from "./libraries.ts";

const CONTENT_TYPES: Record<string, string> = { json: "application/json", md: "text/markdown; charset=utf-8" };

/**
 * Serves the library folder at `models/` during development and copies the files named in its manifest and its variants' manifests
 * into the build. Only files listed in a manifest (and the manifests) ship: the recipe and its work files stay out.
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
      for (const library of await siteLibraries(root)) {
        for (const path of ["library.json", ...Object.keys(library.manifest.files)]) {
          const target = join(output, "models", inSite(library, path));
          await mkdir(dirname(target), { recursive: true });
          await copyFile(join(root, inSite(library, path)), target);
        }
      }
    },
  };
}
