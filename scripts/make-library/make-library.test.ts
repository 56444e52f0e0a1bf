import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readBenchmark } from "../../src/library/benchmark/parquet.ts";
import { readHere } from "../../src/library/benchmark/readHere.ts";
import { openTable } from "../../src/library/evaluationTable/read/openTable.ts";
import { readModelCard } from "../../src/library/hub/modelCard.ts";
import { openFolder } from "../../src/library/import/localFiles.ts";
import { readLibrary } from "../../src/library/import/readLibrary.ts";
import type { RoutedManifest } from "../../src/library/manifest/manifest.ts";
import { readLosses } from "./losses.ts";
import { main } from "./main.ts";

const shipped = JSON.parse(readFileSync("models/library.json", "utf8")) as RoutedManifest;
const IDS = shipped.router.experts;
const TEXTS = [
  "The court affirmed the judgment.",
  "for (int i = 0; i < n; i++)",
  "Patients were randomised.",
  "We review de novo.",
];

let root: string;
let said: string[];

/** A lab's folder: the shipped models without manifest and benchmark. */
beforeEach(() => {
  said = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((text) => void said.push(String(text)));
  root = mkdtempSync(join(tmpdir(), "lab-"));
  mkdirSync(join(root, "experts"));
  cpSync("models/router", join(root, "router"), { recursive: true });
  symlinkSync(resolve("models/tokenizer"), join(root, "tokenizer"));
  for (const { id, folder } of shipped.experts) symlinkSync(resolve("models", folder), join(root, "experts", id));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function losses(change: (lines: string[]) => void = () => {}): string {
  const lines = [`domain,text,${IDS.map((id) => `loss:${id}`).join(",")}`];
  TEXTS.forEach((text, i) => {
    lines.push([i % 2 ? "code" : "law", `"${text}"`, ...IDS.map((_, k) => 2 + ((i + k) % 5) / 4)].join(","));
  });
  change(lines);
  const file = join(root, "losses.csv");
  writeFileSync(file, lines.join("\n"));
  return file;
}

describe("make-library", () => {
  test("makes a library that the app accepts, with the router's own predictions and the facts from files and cards", async () => {
    expect(await main([root, "--losses", losses(), "--name", "Our lab"])).toBe(0);
    const files = [...shipped.experts.map(({ model }) => model), shipped.router.model, shipped.tokenizer];
    const given = [...files, "library.json", "benchmark/prompts.parquet", "benchmark/embeddings.parquet"].map(
      (path) => {
        return { path, blob: new Blob([readFileSync(join(root, path))]) };
      },
    );
    const { manifest, contents } = await readLibrary(openFolder(given), "lab", { reader: readHere });
    expect(manifest).toMatchObject({ id: "our-lab", name: "Our lab" });
    for (const expert of manifest.experts) {
      const known = shipped.experts.find(({ id }) => id === expert.id)!;
      const { parameters, newestText, layers, hidden, bytes } = known;
      expect(expert).toMatchObject({ parameters, newestText, layers, hidden, bytes });
    }
    const prompts = contents.get(manifest.files["benchmark/prompts.parquet"]!.sha256)!;
    const { predicted, losses: measured, domain, ids } = await readBenchmark(prompts, IDS);
    expect([ids, domain]).toEqual([
      ["1", "2", "3", "4"],
      ["law", "code", "law", "code"],
    ]);
    expect(measured.data[IDS.length + 1]).toBe(2.5);
    // The router prefers an expert for code on code, and one for law on law.
    const best = (row: number) => {
      const cells = [...predicted.data.subarray(row * IDS.length, (row + 1) * IDS.length)];
      return cells.indexOf(Math.min(...cells));
    };
    expect(best(1)).not.toBe(best(3));
  });

  test.each<[string, () => unknown]>([
    ["Export the model to ONNX first", () => rmSync(join(root, "router/onnx"), { recursive: true })],
    ["A library needs a router", () => rmSync(join(root, "router"), { recursive: true })],
    ["experts/gone/config.json is missing", () => rename((ids) => ({ ...ids, 0: "gone" }))],
    ["The router has no output for", () => rename(({ 0: _, ...ids }) => ids)],
    ["has no column loss:", () => losses((lines) => (lines[0] = lines[0]!.replace(`loss:${IDS[0]}`, "loss:x")))],
    ["has no column “text”", () => losses((lines) => (lines[0] = lines[0]!.replace("text", "words")))],
    ["losses.csv, line 3, column “loss:", () => losses((lines) => (lines[2] = lines[2]!.replace(/[\d.]+$/, "high")))],
  ])("reports the problem and writes nothing: %s", async (sentence, spoil) => {
    const spoilt = spoil();
    const file = typeof spoilt === "string" ? spoilt : losses();
    expect(await main([root, "--losses", file])).toBe(1);
    expect(said.join("\n")).toContain(sentence);
    expect(existsSync(join(root, "library.json"))).toBe(false);
  });
});

function rename(change: (ids: Record<number, string>) => Record<number, string>): void {
  const file = join(root, "router/config.json");
  const config = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...config, id2label: change(config.id2label) }));
}

test("a card's metadata take precedence over its table; unstated values are unknown, whatever its text says", () => {
  const card =
    '---\nlicense: apache-2.0\nparameters: 110M\nnewest_text: "2021-04"\nparts: [law, code/c]\n---\n# A model\n\nIt fills blanks.\n';
  expect(readModelCard(card)).toEqual({
    title: "A model",
    description: "It fills blanks.",
    license: "apache-2.0",
    parameters: 110_000_000,
    newestText: "2021-04",
    parts: ["law", "code/c"],
  });
  const table = "# T\n\n| newest text | 2013 (no later date) |\n| parts | law, code |\n\nIt has 1,470,464 parameters.";
  expect(readModelCard(table)).toMatchObject({
    newestText: "2013",
    parts: ["law", "code"],
    // Running text also mentions other models and parts: see src/library/hub/modelCard.test.ts.
    parameters: null,
    license: null,
  });
  expect(Object.values(readModelCard("")).every((value) => value === null)).toBe(true);
});

test("loss columns may have the expert's id alone, and single losses may be missing", async () => {
  const table = await openTable(new Blob(["text,a,loss:b,accuracy:b\nx,1.5,,0.5"]), "t");
  expect(readLosses(table, ["a", "b"])[0]).toMatchObject({
    id: "1",
    domain: "all",
    losses: [1.5, Number.NaN],
    accuracies: [Number.NaN, 0.5],
  });
});
