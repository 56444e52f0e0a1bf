import { expect, test } from "vitest";
import { plot } from "./plot.mjs";
import { withRatios } from "./section.mjs";
import { summary } from "./summary.mjs";

const row = {
  what: "ours",
  against: "plain",
  unit: "ms",
  ours: [4, 1, 2, 3, 5],
  theirs: [10, 30, 20],
  goal: 0.1,
  parts: "step 90%",
};
const about = { machine: "2 cores", date: "2026-01-02", command: "npm run bench", plot: "bench.svg" };

test("a comparison is the ratio of the medians, with the quartiles of ours", () => {
  expect(summary(row)).toEqual({ ratio: 0.15, spread: [0.1, 0.2], met: false });
  expect(summary({ ...row, goal: null }).met).toBeNull();
});

test("new ratios replace the old ones; what else the page says stays", () => {
  const before = "# The page\n\nHead.\n\n## 2026-01-01\n\nPage.\n";
  const once = withRatios([row], about, before);
  expect(once).toContain("| ours | plain | **0.15** (0.1–0.2) | ≤ 0.1, missed | 3 : 20 ms | 5 | step 90% |");
  expect(once.startsWith("# The page\n\nHead.\n\n## Ratios\n")).toBe(true);
  expect(once.endsWith("## 2026-01-01\n\nPage.\n")).toBe(true);
  expect(withRatios([row], about, once)).toBe(once);
});

test("the plot has a panel for every curve, and a dashed line as far as there is something to compare with", () => {
  const points = [
    { size: 10, ours: 1, theirs: 5 },
    { size: 100, ours: 20, theirs: null },
  ];
  const svg = plot([{ of: "prompts", points }]);
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).toContain("prompts");
  expect(svg).not.toContain("NaN");
});
