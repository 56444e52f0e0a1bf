import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Maximum number of journeys in `npm test`: more would take longer than its eight minutes. */
const MOST = 25;
/** Maximum number of tests that take minutes each, and run every night alone: more, and `test:all` would say little. */
const MOST_SLOW = 2;

test("the number of journeys is limited, and every other end-to-end test runs with `npm run test:all`, or at night if it is slow", () => {
  const specs = readdirSync("e2e", { encoding: "utf8", recursive: true }).filter((name) => name.endsWith(".spec.ts"));
  const journeys = specs.flatMap((name) => readFileSync(`e2e/${name}`, "utf8").match(/tag: "@journey"/g) ?? []);
  expect(journeys.length).toBeGreaterThan(10);
  expect(journeys.length).toBeLessThanOrEqual(MOST);
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  expect(scripts["test:journeys"]).toBe("playwright test --grep @journey");
  expect(scripts["test:rest"]).toBe('playwright test --grep-invert "@journey|@slow"');
  const slow = specs.flatMap((name) => readFileSync(`e2e/${name}`, "utf8").match(/"@slow"/g) ?? []);
  expect(slow.length).toBeLessThanOrEqual(MOST_SLOW);
  expect(scripts["test:slow"]).toBe("playwright test --grep @slow");
  expect(readFileSync(".github/workflows/pages.yml", "utf8")).toContain("npm run test:slow");
});
