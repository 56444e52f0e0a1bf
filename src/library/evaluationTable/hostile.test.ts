/** Names from hostile files stay text: they become labels, and nothing is run or lost. */
import { expect, it } from "vitest";
import { importedLibrary } from "../testing/importedLibrary.ts";
import { writeTable } from "./out/writeTable.ts";
import { lookAt } from "./testing/importFixture.ts";

const NAMES = [
  "<img src=x onerror=alert(1)>",
  '=HYPERLINK("http://x","y")',
  "__proto__",
  "constructor",
  "toString",
  "a`b|c",
  "../../etc",
  "\u202Egpj.exe",
];

const csv = (names: readonly string[]) =>
  [
    ["prompt", ...names],
    ["</script><b>x", ...names.map((_, k) => k % 2)],
    ["=1+1", ...names.map((_, k) => (k + 1) % 2)],
  ]
    .map((cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(","))
    .join("\n");

it.each<[string, Record<string, string>]>([
  ["CSV", { "t.csv": csv(NAMES) }],
  [
    "JSON",
    {
      "t.json": `[{"prompt":"</script><b>x",${NAMES.map((name, k) => `${JSON.stringify(name)}:${k % 2}`).join(",")}},{"prompt":"=1+1",${NAMES.map((name, k) => `${JSON.stringify(name)}:${(k + 1) % 2}`).join(",")}}]`,
    },
  ],
])("of %s: every model is there under its name, with its own scores", async (_, files) => {
  const { manifest, benchmark, expertIds } = await importedLibrary(files);
  expect(manifest.experts.map(({ label }) => label)).toEqual(NAMES);
  expect(new Set(expertIds).size).toBe(NAMES.length);
  expect([...benchmark.accuracies.data]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0]);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).gpt).toBeUndefined();
});

it("in the look the roles are those of any other column", async () => {
  const { columns, problem } = await lookAt({ "t.csv": csv(NAMES) });
  expect(problem).toBeNull();
  expect(columns.slice(1).every(({ role }) => role.kind === "score")).toBe(true);
});

it("no cell of a written table begins like a formula", () => {
  const [text] = [
    writeTable(
      { models: NAMES, ids: NAMES, datasets: NAMES, texts: NAMES, scores: new Float32Array(64), costs: null },
      "csv",
    ).join(""),
  ];
  for (const line of text!.split("\r\n")) expect(line).not.toMatch(/(?:^|,)"?[=+\-@]/);
});
