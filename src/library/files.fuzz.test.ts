/**
 * All file readers, on files with all kinds of damage: they return what the files hold, or throw a LibraryError that says what to
 * do.
 */
import fc from "fast-check";
import { test } from "vitest";
import { anyText, damage, damages, FUZZ, FUZZ_TIMEOUT_MS } from "../core/testing/fuzzing.ts";
import { libraryAddress, libraryFolder } from "./address.ts";
import { LibraryError } from "./errors.ts";
import { openZip } from "./import/zip.ts";
import { jsonFault } from "./manifest/jsonFault.ts";
import { parseJson, parseManifest } from "./manifest/manifest.ts";
import { writeZip } from "./testing/fakeZip.ts";
import { minimalManifest } from "./testing/fixtures.ts";

function unlessLibraryError(error: unknown): void {
  if (!(error instanceof LibraryError)) throw error;
}

const encoded = (text: string) => new TextEncoder().encode(text);

test(
  "manifests: bytes changed, cut and repeated",
  () => {
    const file = encoded(JSON.stringify(minimalManifest(), null, 1));
    fc.assert(
      fc.property(damages(file), (done) => {
        try {
          parseManifest(parseJson(damage(file, done).buffer));
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "manifests: any value in any place, or no value",
  () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(undefined, null, -1, 1e308, "", "../x", "__proto__", {}, [], Number.MAX_SAFE_INTEGER),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(fc.nat(40), { maxLength: 6 }), value), { maxLength: 4 }), (changes) => {
        const manifest = minimalManifest();
        for (const [path, replacement] of changes) replaceAt(manifest, path, replacement);
        try {
          parseManifest(JSON.parse(JSON.stringify(manifest)));
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

/** Walks to a place, choosing the key with the given number at each level, and puts a value there. */
function replaceAt(root: object, path: readonly number[], value: unknown): void {
  let at = root as Record<string, unknown>;
  for (const [depth, step] of path.entries()) {
    const keys = Object.keys(at);
    const key = keys[step % keys.length];
    if (key === undefined) return;
    const next = at[key];
    if (depth < path.length - 1 && typeof next === "object" && next !== null) at = next as Record<string, unknown>;
    else {
      at[key] = value;
      return;
    }
  }
}

test(
  "texts that should be JSON: an error is found exactly where the browser's own parser finds one",
  () => {
    const pieces = ['{"a":', "[", "]", "}", ",", '"x"', "1", "-0.5e+3", "true", "null", '"\\u00e9"', "\\", '"'];
    fc.assert(
      fc.property(fc.oneof(anyText(pieces, 12), fc.json()), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if ((jsonFault(text) === -1) !== valid) throw new Error(`the readers differ about ${JSON.stringify(text)}`);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "zip archives",
  async () => {
    const archive = writeZip(
      [
        { path: "a/library.json", content: "{}".repeat(40) },
        { path: "b", content: "stored", stored: true },
      ],
      "a comment",
    );
    await fc.assert(
      fc.asyncProperty(damages(archive), async (done) => {
        try {
          for (const file of (await openZip(new Blob([damage(archive, done)]))).values()) await file.read();
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "addresses of libraries: refused, or a folder that its own address names again",
  () => {
    const site = {
      page: "https://site.test/app/",
      shipped: "https://site.test/app/models/",
      connect: ["'self'", "*.hub.test"],
    };
    const pieces = [
      "https://",
      "http://",
      "site.test",
      "a.hub.test",
      "/",
      "..",
      "local:",
      "library.json",
      ":99999",
      "@",
      "?",
      "#",
      "x",
    ];
    fc.assert(
      fc.property(anyText(pieces, 12), (address) => {
        try {
          const folder = libraryFolder(address, site);
          const again = libraryFolder(libraryAddress(folder, site), site);
          if (again !== folder) throw new Error(`${folder} became ${again}`);
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
