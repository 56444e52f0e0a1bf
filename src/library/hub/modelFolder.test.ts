import { describe, expect, test } from "vitest";
import { openFolder } from "../import/localFiles.ts";
import { modelFolder, statedName } from "./modelFolder.ts";

const files = (...paths: string[]) => openFolder(paths.map((path) => ({ path, blob: new Blob(["x"]) })));
const model = (folder: string) =>
  ["config.json", "tokenizer.json", "onnx/model.onnx"].map((path) => `${folder}${path}`);

describe("a model's folder", () => {
  test("is the outermost one, and gives the name", () => {
    expect(modelFolder(files(...model("a/bert/")), "a")).toEqual({ folder: "a/bert/", name: "bert", others: [] });
    expect(modelFolder(files(...model("")), "bert.zip")).toEqual({ folder: "", name: "bert", others: [] });
  });

  test("of loose files has no name", () => {
    expect(modelFolder(files("config.json", "tokenizer.json", "model.onnx"), "config.json").name).toBeNull();
  });

  test("may contain second copies of its own small files", () => {
    const nested = files(
      ...model("bert/"),
      "bert/onnx/config.json",
      "bert/onnx/tokenizer.json",
      "bert/1_Pooling/config.json",
    );
    expect(modelFolder(nested, "bert")).toEqual({ folder: "bert/", name: "bert", others: [] });
  });

  test("is not called onnx if everything is in there", () => {
    expect(
      modelFolder(files("bert/onnx/config.json", "bert/onnx/tokenizer.json", "bert/onnx/model.onnx"), "bert").name,
    ).toBe("bert");
  });

  test("is distinguished from another model's", () => {
    expect(modelFolder(files(...model("two/b/"), ...model("two/a/")), "two")).toEqual({
      folder: "two/a/",
      name: "a",
      others: ["two/b/"],
    });
  });

  test("is that of the complete model, not of one without weights", () => {
    expect(modelFolder(files("x/a/config.json", ...model("x/b/")), "x")).toMatchObject({ folder: "x/b/", others: [] });
  });

  test("in the Hub's cache, with links followed, is named by the model's id", () => {
    const folder = `models--lab--bert/snapshots/${"a".repeat(40)}/`;
    expect(modelFolder(files(...model(folder)), "models--lab--bert").name).toBe("lab/bert");
  });
});

describe("files without a config.json", () => {
  const advice = "Run “hf download lab/bert --local-dir bert” and add that folder.";
  test.each([
    ["models--lab--bert", ["models--lab--bert/refs/main", `models--lab--bert/blobs/${"b".repeat(64)}`]],
    ["hub", [`hub/models--lab--bert/blobs/${"b".repeat(40)}`]],
    ["models--lab--bert", []],
  ])("in the Hub's cache are links: %s", (name, paths) => {
    expect(() => modelFolder(files(...paths), name)).toThrow(advice);
  });

  test("in one snapshot of that cache, all links, are reported as missing", () => {
    expect(() => modelFolder(files(), "0123456789abcdef0123456789abcdef01234567")).toThrow(/hf download owner\/name/);
  });

  test("elsewhere are not a model", () => {
    expect(() => modelFolder(files("x/model.onnx"), "x")).toThrow(
      "x holds no config.json. Choose a model's folder: config.json, tokenizer.json and an ONNX file.",
    );
  });
});

test.each([
  ["Tiny BERT", {}, "Tiny BERT"],
  ["Model card for [Tiny](https://a.org) 🤗", {}, "Tiny"],
  [null, { _name_or_path: "google/electra-small-generator" }, "electra-small-generator"],
  [null, { _name_or_path: "C:\\Users\\me\\runs\\checkpoint-500" }, "checkpoint-500"],
  [null, { _name_or_path: "" }, null],
  ["…", null, null],
  ["Mine", { _name_or_path: "lab/base" }, "Mine"],
])("loose files are named by title or saved name %#", (title, config, name) => {
  expect(statedName(title, config)).toBe(name);
});
