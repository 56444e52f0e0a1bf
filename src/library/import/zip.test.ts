import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { LibraryError } from "../errors.ts";
import { type Entry, writeZip } from "../testing/fakeZip.ts";
import { filesIn, folderOf, openFolder } from "./localFiles.ts";
import { openZip } from "./zip.ts";

const open = (entries: readonly Entry[], comment?: string) => openZip(new Blob([writeZip(entries, comment)]), "a.zip");
const text = async (read: Promise<ArrayBuffer>) => new TextDecoder().decode(await read);
const path = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}$/);

describe("an archive", () => {
  it("returns every file, compressed or stored, whatever the comment", async () => {
    const entry = fc.record({ path, content: fc.uint8Array({ maxLength: 400 }), stored: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(entry, { maxLength: 8, selector: (one) => one.path }),
        fc.string(),
        async (entries, comment) => {
          const files = await open(entries, comment);
          expect([...files.keys()]).toEqual(entries.map((one) => one.path));
          for (const { path, content } of entries) {
            expect(files.get(path)!.bytes).toBe(content.length);
            expect(new Uint8Array(await files.get(path)!.read())).toEqual(Uint8Array.from(content));
          }
        },
      ),
    );
  });

  it("leaves out folders and file-system clutter; treats backslashes as slashes", async () => {
    const paths = ["lib/", "lib/library.json", "__MACOSX/lib/._x", "lib/.DS_Store", "lib\\sub\\x.json"];
    const files = await open(paths.map((path) => ({ path, content: "x", stored: true })));
    expect([...files.keys()]).toEqual(["lib/library.json", "lib/sub/x.json"]);
  });
});

describe("a bad archive is refused with a message", () => {
  const one = (claims: Entry["claims"]) => open([{ path: "x", content: "hello", claims: claims ?? {} }]);
  const readOne = async (claims: Entry["claims"]) => (await one(claims)).get("x")!.read();

  it.each<[string, () => Promise<unknown>]>([
    ["a.zip is not a zip archive", () => openZip(new Blob(["<html>"]), "a.zip")],
    ["two files “x”", () => open(["x", "x"].map((path) => ({ path, content: "" })))],
    ["leads out of it", () => open([{ path: "../x", content: "" }])],
    ["leads out of it", () => open([{ path: "/etc/x", content: "" }])],
    ["would unpack to more than 2 GB", () => one({ bytes: 2 ** 32 - 2 })],
    ["x in a.zip is encrypted", () => readOne({ flags: 1 })],
    ["cannot undo", () => readOne({ method: 93 })],
    ["longer than the archive says", () => readOne({ bytes: 2 })],
    ["its checksum differs", () => readOne({ bytes: 9 })],
    ["its checksum differs", () => readOne({ crc: 1 })],
    ["is damaged: it is cut short", () => readOne({ packedBytes: 1_000_000, bytes: 1_000_000 })],
    ["is damaged: it is too short", () => readOne({ bytes: 2 ** 31 - 1 })],
  ])("%s", async (sentence, attempt) => {
    await expect(attempt()).rejects.toThrow(sentence);
    await expect(attempt()).rejects.toBeInstanceOf(LibraryError);
  });

  it("any damaged bytes: the same content, or a LibraryError", async () => {
    const whole = writeZip([
      { path: "a/library.json", content: "{}".repeat(50) },
      { path: "b", content: "stored", stored: true },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(whole.length),
        async (changes, length) => {
          const damaged = whole.slice(0, length % 3 === 0 ? length : whole.length);
          for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
          try {
            for (const file of (await openZip(new Blob([damaged]))).values()) await file.read();
          } catch (error) {
            expect(error).toBeInstanceOf(LibraryError);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

test("a tiny archive cannot claim large amounts of memory", async () => {
  const taken: number[] = [];
  const Whole = Uint8Array;
  vi.stubGlobal(
    "Uint8Array",
    class extends Whole {
      constructor(...given: [number]) {
        super(...given);
        if (typeof given[0] === "number") taken.push(given[0]);
      }
    },
  );
  try {
    const claims = { packedBytes: 1_980_000_000, bytes: 1_980_000_000 };
    const files = await open([{ path: "x", content: "hello", stored: true, claims }]);
    await expect(files.get("x")!.read()).rejects.toBeInstanceOf(LibraryError);
  } finally {
    vi.unstubAllGlobals();
  }
  expect(Math.max(0, ...taken)).toBeLessThan(10_000);
});

test("a file that does not fit into memory is refused with a message", async () => {
  const content = "x".repeat(100_000);
  const files = await open([{ path: "x", content, stored: true }]);
  vi.stubGlobal(
    "Uint8Array",
    class {
      constructor() {
        throw new RangeError("Array buffer allocation failed");
      }
    },
  );
  try {
    await expect(files.get("x")!.read()).rejects.toThrow("x in a.zip needs more memory than this tab can have");
  } finally {
    vi.unstubAllGlobals();
  }
});

describe("a folder", () => {
  const folder = (...paths: string[]) => openFolder(paths.map((path) => ({ path, blob: new Blob([path]) })));

  it("is searched for the outermost file of a name; paths are relative to it", async () => {
    const files = folder("top/deep/library.json", "top/library.json", "top/a/b", "other");
    expect(folderOf(files, "library.json")).toBe("top/");
    expect(folderOf(files, "brary.json")).toBeNull();
    const inside = filesIn(files, "top/");
    expect([...inside.keys()]).toEqual(["deep/library.json", "library.json", "a/b"]);
    expect(await text(inside.get("a/b")!.read())).toBe("top/a/b");
  });

  it("with too many files is refused", () => {
    expect(() => folder(...Array.from({ length: 10_001 }, (_, k) => `f${k}`))).toThrow(/more than 10000 files/);
  });
});
