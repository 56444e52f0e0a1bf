import { expect, it } from "vitest";
import { NO_EDITS } from "../../library/evaluationTable/edits/tableEdits.ts";
import { withTableEdits } from "../../library/evaluationTable/edits/withTableEdits.ts";
import { reportFigures, reportPolicies } from "../table/reportTables.ts";
import { reported } from "../table/testing/reported.ts";
import { baselines } from "./baselines.ts";
import { othersRouters, thresholdCurves } from "./othersRouters.ts";

it("others' choices are a point of the front that is charged what they cost, and their scores a curve along the threshold", async () => {
  const { library, rows, report, names } = await reported(
    "prompt,gpt,llama,gpt_cost,llama_cost,picked,router_score\nx,1,0,0.004,0.001,gpt,0.9\ny,1,1,0.008,0.001,llama,0.25\nz,1,0,0.006,0.002,llama,0.25\n",
  );
  expect(othersRouters(library).map(({ id, label }) => [id, label])).toEqual([
    ["router:picked", "router picked"],
    ["router:router_score", "router_score"],
  ]);
  const point = baselines(library, "cost", "accuracy", rows).find(({ id }) => id === "router:picked")!;
  expect(point).toMatchObject({ mark: "router", x: expect.closeTo(7 / 3, 5), y: expect.closeTo(2 / 3, 6) });
  const [{ curve } = { curve: null }] = thresholdCurves(library, "cost", "accuracy", rows);
  expect([...curve!.x].map((x) => Number(x.toFixed(4)))).toEqual([1.3333, 2.3333, 6]);
  expect([...curve!.y].map((y) => Number(y.toFixed(4)))).toEqual([0.3333, 0.6667, 1]);
  const routers = ["picked", "router_score"];
  const row = reportPolicies(report, names, routers).find(({ label }) => label === "router picked")!;
  expect([row.score.slice(0, 6), row.cost.slice(0, 6)]).toEqual(["0.6667", "$2.333"]);
  const figures = new Map(reportFigures(report, names, routers).map(({ label, value }) => [label, value.slice(0, 6)]));
  // Half of the gap at 33% strong calls, all of it at 100%: (¼ · ⅓ + ¾ · ⅔).
  expect(figures.get("APGR of router_score")).toBe("0.5833");
  expect([figures.get("CPT(50%) of router_score"), figures.get("CPT(80%) of router_score")]).toEqual([
    "0.3333",
    "1.0000",
  ]);
  // The choice of a hidden model is unknown.
  const edited = withTableEdits(library, { ...NO_EDITS, hidden: ["gpt"] });
  expect(edited.benchmark.routers!.get("picked")).toEqual({ choices: Int32Array.of(-1, 0, 0) });
});
