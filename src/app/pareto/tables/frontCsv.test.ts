import { expect, it } from "vitest";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import { importedLibrary } from "../../../library/testing/importedLibrary.ts";
import { frontCsv } from "./frontCsv.ts";

it("has the curves, then the points without λ, and names the unit of λ", async () => {
  const { manifest, constraints } = await importedLibrary({ "t.csv": "prompt,a,b,a_cost,b_cost\nx,1,0,0.1,0.2\n" });
  const curve = { lambda: [0], x: [3], y: [0.5], known: [1], measured: [1] };
  const all = Object.fromEntries(Object.entries(curve).map(([key, values]) => [key, Float64Array.from(values)]));
  const front = { router: all, oracle: all, rows: Int32Array.of(0) } as never;
  const csv = frontCsv(front, [], constraints[0]!, "accuracy", lossUnit(manifest), [
    { name: "single expert: a", x: 100, y: 1 },
  ]);
  const [head, , oracle, single] = csv.split("\r\n");
  expect(head).toContain('"λ cost (points per dollar per 1,000 prompts)","cost (US dollars per 1,000 prompts)"');
  expect([oracle, single]).toEqual(["oracle,0,3,0.5,1,1", "single expert: a,,100,1,,1"]);
});
