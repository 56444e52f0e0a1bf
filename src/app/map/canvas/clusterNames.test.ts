import { expect, test } from "vitest";
import type { Library } from "../../../library/load.ts";
import { domainCenters, placeNames } from "./clusterNames.ts";

test("a domain's centre is where most of its prompts lie, not between its clusters", () => {
  const library = { benchmark: { domain: ["a", "a", "a", "a", "b", "c"] } } as unknown as Library;
  const at = {
    x: Float32Array.of(0, 0.1, 0.2, 10, 5, Number.NaN),
    y: Float32Array.of(0, 0.1, 0.2, 10, 5, 1),
  };
  const centers = domainCenters(library, at);
  expect([...centers.keys()]).toEqual(["a", "b"]);
  expect(centers.get("a")!.x).toBeCloseTo(0.1);
});

test("names give way to each other, stay inside the picture, and are left out rather than laid on one another", () => {
  const placed = placeNames(
    Array.from({ length: 40 }, (_, k) => ({ text: `domain ${k}`, x: 5, y: 100 })),
    200,
    200,
  );
  expect(placed.length).toBeGreaterThan(5);
  expect(placed.length).toBeLessThan(40);
  expect(placed[0]).toMatchObject({ y: 100 });
  for (const { x, y, text } of placed) {
    expect(x - (text.length * 6.4) / 2).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThan(0);
  }
  const rows = placed.map(({ y }) => y).sort((a, b) => a - b);
  for (const [k, y] of rows.slice(1).entries()) expect(y - rows[k]!).toBeGreaterThanOrEqual(14);
});

test("a name gives way to what stands in the picture already", () => {
  const [name] = placeNames([{ text: "GitHub code", x: 380, y: 16 }], 400, 300, [
    { left: 300, top: 0, right: 400, bottom: 30 },
  ]);
  expect(name!.y - 14).toBeGreaterThan(30);
});
