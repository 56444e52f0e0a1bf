import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, it } from "vitest";

/** From the bottom up; folders on one line do not import each other. */
const LAYERS = [
  ["core", "examples"],
  ["library"],
  ["lab", "rpc"],
  ["workers", "offline"],
  ["state"],
  ["analysis"],
  ["session"],
  ["app"],
];

/** Static and dynamic imports and re-exports of relative files, with comments removed. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}\/[^"]+)"/g;

/** Shipped files only: tests, and the pages that component tests open, import everything. */
function sources(): string[] {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.bench\.ts$|^app\/testing\//.test(path));
}

const folderOf = (path: string): string => (path.includes("/") ? path.split("/")[0]! : "");

/** Every file of src by path, with the files that it imports. */
function imports(): Map<string, string[]> {
  const files = sources();
  return new Map(
    files.map((path) => {
      const text = readFileSync(join("src", path), "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
      const targets = [...text.matchAll(IMPORT)].map(([, target]) => posix.join(posix.dirname(path), target!));
      return [path, targets.filter((target) => files.includes(target))];
    }),
  );
}

/** "a → b" for every folder of src that imports another; without main.tsx, which imports all of them. */
function realEdges(): Set<string> {
  const edges = [...imports()].flatMap(([path, targets]) =>
    targets.map((target) => [folderOf(path), folderOf(target)] as const),
  );
  return new Set(edges.filter(([from, to]) => from !== "" && from !== to).map(([from, to]) => `${from} → ${to}`));
}

/** The first import cycle, from a file back to itself; empty if there is none. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const target of graph.get(file) ?? []) {
      const found = visit(target);
      if (found.length > 0) return found;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const found = visit(file);
    if (found.length > 0) return found;
  }
  return [];
}

function drawnEdges(): string[] {
  const [, drawing] = /```mermaid\n([\s\S]*?)```/.exec(readFileSync("docs/architecture.md", "utf8"))!;
  return [...drawing!.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} → ${to}`);
}

it("the diagram in docs/architecture.md shows exactly the imports between the folders of src", () => {
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
    return level(to) >= level(from);
  });
  expect(wrong).toEqual([]);
});

it("there are no import cycles", () => {
  expect(
    circle(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["b"]],
      ]),
    ),
  ).toEqual(["b", "c", "b"]);
  expect(circle(imports())).toEqual([]);
});
