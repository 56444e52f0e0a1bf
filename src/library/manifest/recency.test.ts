import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Manifest, parseManifest } from "./manifest.ts";
import { ageInYears } from "./recency.ts";

test("a year counts from its 1 July, a month from its 15th, a date from itself, as in the recipe", () => {
  // The results of the recipe's age_in_years for the same inputs.
  expect(ageInYears("2023", "2026-11-23")).toBe(3.4);
  expect(ageInYears("2026-06", "2026-11-23")).toBe(0.44);
  expect(ageInYears("2024-02-29", "2026-11-23")).toBe(2.73);
  expect(ageInYears("2013", "2026-11-23")).toBe(13.4);
});

test("a text newer than the library has age 0; an unknown or invalid date has none", () => {
  expect(ageInYears("2027", "2026-11-23")).toBe(0);
  expect(ageInYears(null, "2026-11-23")).toBeNaN();
  expect(ageInYears("2023-13", "2026-11-23")).toBeNaN();
  expect(ageInYears("soon", "2026-11-23")).toBeNaN();
});

test("every age that the recipe wrote into the shipped library equals the one computed here", () => {
  const manifest: Manifest = parseManifest(JSON.parse(readFileSync("models/library.json", "utf8")));
  const { raw } = manifest.constraints.find(({ id }) => id === "recency")!;
  for (const { id, newestText } of manifest.experts) {
    expect([id, ageInYears(newestText, manifest.created)]).toEqual([id, raw[id] ?? Number.NaN]);
  }
});
