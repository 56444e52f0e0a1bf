import { expect, test } from "vitest";
import { NO_EDITS } from "../../library/evaluationTable/edits/tableEdits.ts";
import { openLibrary } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import { minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { DEFAULT_VIEW, type View } from "../../state/store.ts";
import { viewFor } from "./adaptView.ts";

test("adapting to another library keeps the parts of the view that it knows too", async () => {
  const library = await openLibrary("http://a/", parseManifest(minimalManifest()), writeParquet(promptColumns()), true);
  const area = [
    [0, 0],
    [1, 0],
    [0, 1],
  ] as const;
  const view: View = {
    ...DEFAULT_VIEW,
    prompt: "The court",
    sliders: { size: "max", latency: 2 },
    axis: "latency",
    outcome: "accuracy",
    map: {
      ...DEFAULT_VIEW.map,
      color: "loss",
      lossOf: "gamma",
      hidden: ["code", "music"],
      cameras: { router: { x: 1, y: 2, zoom: 3 }, causal: null },
      layout: { seed: 1, neighbors: 5, minDist: 0 },
    },
    heat: { ...DEFAULT_VIEW.heat, by: "domain", reliabilityOf: "gamma" },
    selection: {
      domains: ["law", "code/c", "music"],
      expert: "gamma",
      minRegret: 0.1,
      rightExperts: 2,
      lasso: area,
      picked: "Aw",
      kind: "held-out",
    },
    inspected: "p@64",
    edits: { ...NO_EDITS, hidden: ["beta"] },
  };
  // Must not return other parts of a whole state: they would replace the new library with the previous one.
  expect(viewFor(library, { ...view, library: null } as View)).toEqual({
    sliders: { size: "max" },
    axis: "size",
    map: { ...DEFAULT_VIEW.map, color: "loss", hidden: ["code"] },
    heat: { ...DEFAULT_VIEW.heat, by: "domain" },
    selection: {
      domains: ["law", "code/c"],
      expert: null,
      minRegret: 0.1,
      rightExperts: 2,
      lasso: null,
      picked: null,
      kind: "held-out",
    },
    inspected: "p@64",
    edits: NO_EDITS,
    router: null,
  });
  const other = viewFor(library, {
    ...view,
    axis: "recency",
    inspected: "z@1",
    selection: { ...view.selection, expert: "beta" },
  });
  expect([other.axis, other.inspected, other.selection.expert]).toEqual(["recency", null, "beta"]);
});
