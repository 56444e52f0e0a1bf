import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { LabReport } from "../../src/lab/report/report.ts";
import { importedLibrary } from "../../src/library/testing/importedLibrary.ts";
import { main } from "./main.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-"));
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The weak model knows short questions; every tenth row lacks a score. */
function csv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const long = i % 3 === 0;
    const text = long ? `Explain at length why number ${i} of the list is there and what it means` : `What is ${i}?`;
    const strong = i % 10 === 9 ? "" : i % 7 === 3 ? 0 : 1;
    return `${text},${long ? "long" : "short"},${long ? 0 : 1},${strong},0.001,0.02`;
  });
  return ["prompt,eval_name,weak,strong,weak|total_cost,strong|total_cost", ...lines].join("\n");
}

const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

it("prints the table and the verdict, and writes the report", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  const table = write("t.csv", csv(80));
  const vectors = write("v.json", JSON.stringify(Array.from({ length: 80 }, (_, i) => [i % 3 === 0 ? 1 : 0, i])));
  const out = join(folder, "out");
  expect(
    await main([table, "--features", "surface, vectors", "--vectors", vectors, "--heads", "knn,ridge", "--out", out]),
  ).toBe(0);
  const printed = said.mock.calls.flat().join("\n");
  said.mockRestore();
  const report = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as LabReport;
  expect(report.routers.map(({ id }) => id)).toEqual([
    "mean of 4",
    "surface kNN",
    "surface ridge",
    "vectors kNN",
    "vectors ridge",
    "data-set label",
  ]);
  expect(report.table).toMatchObject({
    name: "t.csv",
    asked: 80,
    prompts: 72,
    models: ["weak", "strong"],
    datasets: 2,
  });
  const router = JSON.parse(readFileSync(join(out, "router.json"), "utf8"));
  expect(router).toMatchObject({ name: "mean of 4", models: ["weak", "strong"], report });
  expect(router.heldOut.ids.length).toBe(72);
  expect(readFileSync(join(out, "README.md"), "utf8")).toContain("vectors");
  expect(readFileSync(join(out, "router.onnx")).length).toBeGreaterThan(1_000);
  // The page knows the router's table by this hash.
  const { manifest } = await importedLibrary({ "other name.csv": csv(80) });
  expect(report.table.sha256).toBe(manifest.files[manifest.benchmark.prompts]!.sha256);
  expect(report.folds.reduce((sum, size) => sum + size)).toBe(72);
  expect(report.routers[0]!.curve!.saving95[0]).toBeGreaterThan(0);
  expect(printed).toMatch(/^Routers compared\n/);
  expect(printed).toContain(report.verdict);
  const markdown = readFileSync(join(out, "report.md"), "utf8");
  expect(markdown).toContain(report.verdict);
  expect(markdown).toContain("8 prompts with a missing score or cost were left out.");
});

it.each<[string, string[], RegExp]>([
  ["an unknown head", ["--heads", "forest"], /no head “forest”/],
  ["an unknown feature", ["--features", "smell"], /no feature “smell”/],
  ["vectors without a file", ["--features", "vectors"], /--vectors FILE/],
  ["an unknown option", ["--fast"], /--fast/],
  ["a seed that is no number", ["--seed", "x"], /--seed x/],
])("%s ends in a sentence", async (_, args, sentence) => {
  const error = vi.spyOn(console, "error");
  error.mockClear();
  expect(await main([write("t.csv", csv(8)), ...args])).toBe(1);
  expect(error.mock.calls.at(-1)!.join(" ")).toMatch(sentence);
});

it.each([
  ["[[1],[2]]", /list of 8 lists/],
  ["[[1],[2],[3],[4],[5],[6],[7],[8,9]]", /list 8: not 1 numbers/],
  ["nonsense", /not JSON/],
])("vectors %s are refused", async (content, sentence) => {
  const error = vi.spyOn(console, "error");
  const table = write("t.csv", csv(8));
  expect(await main([table, "--features", "vectors", "--vectors", write("v.json", content)])).toBe(1);
  expect(error.mock.calls.at(-1)!.join(" ")).toMatch(sentence);
});
