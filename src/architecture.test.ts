import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, it } from "vitest";

/** From the bottom up; folders of one line do not order each other, but may use those of the lines before. */
const LAYERS = [
  ["routing", "examples"],
  ["library"],
  ["inference", "benchmark", "map", "statistics", "tables", "offline"],
  ["newcomer"],
  ["state"],
  ["panels"],
];

/** Inside their layer, these speak through the message channel of another. */
const WITHIN_LAYER = ["benchmark → inference", "map → inference", "statistics → inference", "tables → inference"];

/** Static and dynamic imports and re-exports of relative files, comments cut out. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}\/[^"]+)"/g;

function sources(): string[] {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$|\.bench\.ts$/.test(path));
}

const folderOf = (path: string): string => (path.includes("/") ? path.split("/")[0]! : "");

/** "a → b" for every folder of src that imports another; main.tsx wires all of them and is left out. */
function realEdges(): Set<string> {
  const edges = new Set<string>();
  for (const path of sources()) {
    const text = readFileSync(join("src", path), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    for (const [, target] of text.matchAll(IMPORT)) {
      const [from, to] = [folderOf(path), folderOf(posix.normalize(posix.join(posix.dirname(path), target!)))];
      if (from !== "" && from !== to) edges.add(`${from} → ${to}`);
    }
  }
  return edges;
}

function drawnEdges(): string[] {
  const [, drawing] = /```mermaid\n([\s\S]*?)```/.exec(readFileSync("docs/architecture.md", "utf8"))!;
  return [...drawing!.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} → ${to}`);
}

it("the drawing in docs/architecture.md shows the imports between the folders of src, all of them and no others", () => {
  expect(drawnEdges().sort()).toEqual([...realEdges()].sort());
});

it("every folder of src is a layer", () => {
  const folders = new Set(
    sources()
      .map(folderOf)
      .filter((folder) => folder !== ""),
  );
  expect([...folders].sort()).toEqual(LAYERS.flat().sort());
});

it("a layer imports only layers below it", () => {
  const level = (folder: string) => LAYERS.findIndex((layer) => layer.includes(folder));
  const wrong = [...realEdges()].filter((edge) => {
    const [from, to] = edge.split(" → ") as [string, string];
    return level(to) >= level(from) && !WITHIN_LAYER.includes(edge);
  });
  expect(wrong).toEqual([]);
});
