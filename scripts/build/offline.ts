import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";
import type { Build, BuiltFile, ShellFile } from "../../src/offline/build.ts";
import { TYPES } from "../serve.mjs";
import { inSite, type SiteLibrary, siteLibraries } from "./libraries.ts";
import { HEADERS } from "./policy.ts";

const LIBRARY = "models/";
const MANIFEST = "library.json";
const SERVICE_WORKER = "src/offline/serviceWorker.ts";

interface Options {
  /** Files that only some visitors need: cached on first request. */
  onDemand: RegExp;
}

/**
 * Builds the service worker, `sw.js`, after everything else: it contains the SHA-256 of every file of the site, so that any change
 * makes a new version of the site.
 */
export function offline({ onDemand }: Options): Plugin {
  let config: ResolvedConfig;
  let emitted: string[] = [];
  return {
    name: "offline",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    writeBundle(_, bundle) {
      emitted = Object.keys(bundle);
    },
    // After every writeBundle, so that the library has been copied too.
    async closeBundle() {
      if (emitted.length === 0) return; // the build has failed
      const output = resolve(config.root, config.build.outDir);
      const libraries = await siteLibraries(join(output, LIBRARY));
      const site = [...emitted, ...readdirSync(config.publicDir)].filter(isServed);
      const shell = [
        ...site.map((path) => describe(output, path, onDemand.test(path))),
        ...libraries.map((one) => describe(output, LIBRARY + inSite(one, MANIFEST), isVariant(one))),
      ];
      await buildServiceWorker(config.root, output, {
        shell,
        library: libraries.flatMap(libraryFiles),
        headers: HEADERS,
      });
    },
  };
}

/** Hosts do not serve `_headers`. */
function isServed(path: string): boolean {
  return !path.startsWith("_") && !path.endsWith(".map");
}

function describe(output: string, path: string, onDemand: boolean): ShellFile {
  const content = readFileSync(join(output, path));
  const type = (TYPES as Record<string, string>)[extname(path)] ?? "application/octet-stream";
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { path, sha256, bytes: content.length, type, onDemand };
}

/** Only some visitors open a variant: its files are cached on first request. */
const isVariant = ({ folder }: SiteLibrary): boolean => folder !== "";

/** Experts are cached when they are run; what routing and the plots need of the shipped library, at once. */
function libraryFiles(library: SiteLibrary): BuiltFile[] {
  const { files, tokenizer, router, benchmark } = library.manifest;
  const needed = isVariant(library) ? [] : [tokenizer, router?.model, benchmark.prompts, benchmark.embeddings];
  return Object.entries(files).map(([path, { sha256, bytes }]) => {
    return { path: LIBRARY + inSite(library, path), sha256, bytes, onDemand: !needed.includes(path) };
  });
}

/** A classic script in one file: not every browser supports modules as service workers. */
async function buildServiceWorker(root: string, outDir: string, BUILD: Build): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { BUILD: JSON.stringify(BUILD) },
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2023",
      rolldownOptions: { input: resolve(root, SERVICE_WORKER), output: { format: "iife", entryFileNames: "sw.js" } },
    },
  });
}
