import { beforeEach, describe, expect, test } from "vitest";
import { openFolder } from "../../library/import/localFiles.ts";
import {
  add,
  CONFIG,
  candidate,
  customExperts,
  firstVisit,
  folder,
  kept,
  MODEL,
  opens,
  state,
} from "./testing/harness.ts";

beforeEach(firstVisit);

describe("an expert from files", () => {
  test("is offered with the sizes of its formats, smallest first, before anything is stored", async () => {
    await candidate();
    expect(state().candidate).toMatchObject({
      name: "tiny-bert",
      license: "mit",
      parameters: null,
      newestText: "2023-06",
    });
    expect(state().candidate!.variants.map(({ dtype, bytes }) => [dtype, bytes])).toEqual([
      ["int8", 7],
      ["fp32", 15],
    ]);
    expect([state().task, state().problem, kept.hashes()]).toEqual([null, null, []]);
  });

  test.each([
    ["no config", { "config.json": null }, /tiny\.zip holds no config\.json/],
    ["no tokenizer", { "tokenizer.json": null }, /has no tokenizer\.json/],
    ["no weights", { "onnx/model.onnx": null, "onnx/model_int8.onnx": null }, /has no ONNX file/],
    [
      "a sequence-to-sequence model",
      { "config.json": '{"architectures":["T5ForConditionalGeneration"]}' },
      /no loss per/,
    ],
    ["a config that is cut short", { "config.json": CONFIG.slice(0, 20) }, /config\.json that is not JSON/],
    ["no mask token", { "tokenizer.json": '{"model":{},"added_tokens":[]}' }, /no mask token/],
  ])("with %s is refused with the reason", async (_, files, sentence) => {
    await candidate(files);
    expect(state().problem).toMatch(sentence);
    expect([state().candidate, state().task]).toEqual([null, null]);
  });

  test("that comes as loose files is named after its card, not after one of the files", async () => {
    const loose = Object.entries(MODEL).map(([path, content]) => ({
      path: path.split("/").at(-1)!,
      blob: new Blob([content]),
    }));
    await customExperts.readFiles(async () => openFolder(loose), "config.json");
    expect(state().candidate).toMatchObject({
      name: "Tiny",
      origin: { kind: "local", name: "5 files" },
      variants: [{ model: "model_int8.onnx" }, { model: "model.onnx" }],
    });
  });

  test("that comes as loose files without a name gets a default name", async () => {
    const loose = ["config.json", "tokenizer.json", "onnx/model.onnx"].map((path) => ({
      path: path.split("/").at(-1)!,
      blob: new Blob([MODEL[path]!]),
    }));
    await customExperts.readFiles(async () => openFolder(loose), "model.onnx");
    expect(state().candidate).toMatchObject({ name: "my-expert" });
  });

  test("whose weights Git LFS has not downloaded is refused before it is added", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 133000000\n`;
    await candidate({ "onnx/model_int8.onnx": pointer });
    expect(state().problem).toMatch(/model_int8\.onnx is a Git LFS pointer.* Run “git lfs pull”/);
    expect(state().candidate).toBeNull();
  });

  test("without tokenizer.json explains how to make one", async () => {
    await candidate({ "tokenizer.json": null });
    expect(state().problem).toContain('AutoTokenizer.from_pretrained("tiny-bert").save_pretrained("folder")');
  });

  test("with a tokenizer.json that is too large reports its size instead of a missing file", async () => {
    const huge = new Map([...folder({})].map(([path, file]) => [path, { ...file, ...tooLarge(path) }]));
    await customExperts.readFiles(async () => huge, "tiny.zip");
    expect(state().problem).toMatch(/tiny-bert has a tokenizer\.json of 61 MB; this page reads such files up to 30 MB/);
  });
  const tooLarge = (path: string) => (path.endsWith("tokenizer.json") ? { bytes: 60_500_000 } : {});

  test("of a folder with two models names the one that was used", async () => {
    const two = [...folder({})].flatMap(([path, { read }]) =>
      ["a", "b"].map(async (top) => ({ path: `two/${top}/${path}`, blob: new Blob([await read()]) })),
    );
    const given = openFolder(await Promise.all(two), "two");
    await customExperts.readFiles(async () => given, "two");
    expect(state().candidate).toMatchObject({
      name: "tiny-bert",
      notes: [
        "two holds 2 models. This is the one in “two/a/tiny-bert”; to add “two/b/tiny-bert”, give that folder alone.",
      ],
    });
  });

  test("whose card describes another model uses its file's count, and reports that", async () => {
    opens(async () => ({
      sharedTokenizer: false,
      parameters: 4_040_000,
      device: "wasm",
      notes: [],
      loadMilliseconds: 1,
    }));
    await candidate({ "README.md": "# Tiny\n\n| parameters | 110M |\n" });
    expect(state().candidate).toMatchObject({ parameters: 110e6 });
    await add();
    expect(state().experts[0]).toMatchObject({ parameters: 4_040_000 });
    expect(state().notice).toBe(
      "The card of tiny-bert says 110,000,000 parameters, but its file holds 4,040,000: the file's count is used. " +
        "You can change it under Attributes.",
    );
    await candidate();
    expect(state().notice).toBeNull();
  });
});
