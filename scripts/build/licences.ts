import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import type { Licence } from "../../src/library/licences.ts";

const FILE = "licences.json";

/** Licences whose terms this project meets by displaying their texts. */
const ACCEPTED = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Zlib", "Apache-2.0", "BlueOak-1.0.0"];

interface LockedPackage {
  version: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
}

/** Collects the licences of everything that may end up in the page; the build fails on one that is not accepted. */
export function licences(): Plugin {
  let root = ".";
  return {
    name: "licences",
    configResolved(config) {
      root = config.root;
    },
    configureServer(server) {
      server.middlewares.use(`/${FILE}`, (_, response) => {
        response.setHeader("Content-Type", "application/json").end(JSON.stringify(collectLicences(root)));
      });
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE, source: JSON.stringify(collectLicences(root)) });
    },
  };
}

/** The packages installed for the page, not for building it, according to package-lock.json. Throws for an unaccepted licence. */
export function collectLicences(root: string): Licence[] {
  const lock = JSON.parse(readFileSync(resolve(root, "package-lock.json"), "utf8"));
  const found = new Map<string, Licence>();
  for (const [folder, locked] of Object.entries<LockedPackage>(lock.packages)) {
    const entry = !locked.dev && !locked.devOptional && folder !== "" ? describe(resolve(root, folder), locked) : null;
    if (entry) found.set(`${entry.name} ${entry.version}`, entry);
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Null for packages without code: those with types only, or optional ones that are not installed. */
function describe(folder: string, { version, license = "none named" }: LockedPackage): Licence | null {
  const files = readFolder(folder);
  if (!files.includes("package.json")) return null;
  const { name, main, module, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!main && !module && !exports) return null;
  if (!ACCEPTED.includes(license)) {
    throw new Error(
      `${name} ${version} has the licence “${license}”: check its terms, then add it to scripts/build/licences.ts.`,
    );
  }
  const texts = files.filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const text = texts.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  return { name, version, licence: license, text };
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
