import { expect, test } from "vitest";
import { EXPERTS_FORMAT } from "../customExperts/expertsFile.ts";
import { addressKind, givenKind } from "./givenKind.ts";
import { openFolder } from "./localFiles.ts";

const kindOf = (...files: (string | [path: string, content: string])[]) =>
  givenKind(
    openFolder(
      files.map((file) => {
        const [path, content] = typeof file === "string" ? [file, "x"] : file;
        return { path, blob: new Blob([content]) };
      }),
    ),
  );

test("files with a manifest are a library, whatever models and tables they include", async () => {
  expect(await kindOf("library.json", "experts/law/config.json", "benchmark/prompts.parquet")).toBe("library");
  expect(await kindOf("mine/library.json", "mine/experts/law/onnx/model.onnx")).toBe("library");
  expect(await kindOf("library.json")).toBe("library");
});

test("files of a model are recognised, also when some are missing", async () => {
  expect(await kindOf("config.json", "tokenizer.json", "onnx/model.onnx", "README.md")).toBe("model");
  expect(await kindOf("bert/onnx/model_quantized.onnx")).toBe("model");
  expect(await kindOf("tokenizer.json")).toBe("model");
  expect(await kindOf("bert/Config.JSON", "bert/vocab.txt")).toBe("model");
});

test("models next to measured figures are a library whose manifest is missing", async () => {
  expect(await kindOf("tokenizer/tokenizer.json", "router/onnx/model.onnx", "benchmark/prompts.parquet")).toBe(
    "library",
  );
});

test("one file of rows is a table, and one JSON file in the right format is a manifest of experts", async () => {
  for (const name of ["t.csv", "T.CSV", "t.jsonl", "t.ndjson", "t.json"]) expect(await kindOf(name)).toBe("table");
  const manifest = `{ "format" : "${EXPERTS_FORMAT}", "experts": [] }`;
  expect(await kindOf(["mine.json", manifest])).toBe("experts");
  expect(await kindOf(["mine.csv", manifest])).toBe("table");
  // If there are other files, the import reports which of them are tables.
  expect(await kindOf(["mine.json", manifest], "other.json")).toBe("table");
});

test("several files of rows are one table, whatever other files there are; the import explains other forms", async () => {
  expect(await kindOf("a.csv", "b.csv", "README.md")).toBe("table");
  for (const name of ["t.csv.gz", "t.tsv", "t.parquet", "t.xlsx", "t.pkl"]) expect(await kindOf(name)).toBe("table");
});

test("anything else is unclear", async () => {
  expect(await kindOf("photo.jpg")).toBeNull();
  expect(await kindOf("photo.jpg", "notes.md")).toBeNull();
  expect(await givenKind(new Map())).toBeNull();
});

test("a file that cannot be read fails with its own error", async () => {
  const broken = new Map([["a.json", { bytes: 3, read: () => Promise.reject(new Error("gone")) }]]);
  await expect(givenKind(broken)).rejects.toThrow("gone");
});

test("an address tells by its name what it leads to, or leaves it to the contents", () => {
  for (const address of [
    "",
    "models/joint",
    "models/joint/",
    "https://b.org/lib/library.json",
    "https://b.org/v1.2",
    "library.json",
  ])
    expect(addressKind(address)).toBe("library");
  for (const address of [
    "t.csv",
    "https://b.org/t.parquet",
    "https://b.org/t.jsonl?download=true",
    "data/t.csv.gz#top",
  ])
    expect(addressKind(address)).toBe("table");
  for (const address of ["experts.json", "https://b.org/mine/EXPERTS.JSON?raw=1", "https://b.org/bert.zip"])
    expect(addressKind(address)).toBeNull();
});
