import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const workflow = readFileSync(".github/workflows/pages.yml", "utf8");

test("every action is pinned by commit hash, with its release in a comment", () => {
  const uses = workflow.match(/uses: .*/g)!;
  expect(uses.length).toBeGreaterThan(3);
  for (const line of uses) expect(line).toMatch(/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("packages come from the lock file and are audited, and all tests run before anything is published", () => {
  const places = ["npm ci\n", "npm audit --omit=dev", "npm test\n", "upload-pages-artifact", "deploy-pages"].map(
    (step) => workflow.indexOf(step),
  );
  expect(places.every((place, k) => place > (places[k - 1] ?? 0))).toBe(true);
  const [, node] = /node-version: (\d+)/.exec(workflow)!;
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  expect(Number(node)).toBeGreaterThanOrEqual(Number.parseInt(engines.node.replace(">=", ""), 10));
});
