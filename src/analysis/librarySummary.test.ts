import { expect, test } from "vitest";
import type { CustomExpert } from "../library/customExperts/customExpert.ts";
import type { Library } from "../library/load.ts";
import { librarySummary } from "./librarySummary.ts";

function library(routed: boolean, added: readonly string[] = []): Library {
  const calibrated = new Map(added.map((label) => [label, { label } as CustomExpert]));
  return {
    expertIds: ["a", "b", ...added],
    manifest: routed ? { router: {} } : {},
    ...(added.length > 0 ? { calibrated } : {}),
  } as unknown as Library;
}

test("a library's figures are described as measured, with their source", () => {
  expect(librarySummary(library(true), false)).toBe("2 expert language models, one router; all figures were measured");
  expect(librarySummary(library(true), true)).toMatch(/measured by the library's authors$/);
  expect(librarySummary(library(false), true)).toBe(
    "2 models of an imported table, no router; all figures come from the table",
  );
  const trained = { ...library(false), trained: {} } as unknown as Library;
  expect(librarySummary(trained, true)).toContain("models of an imported table, a router trained on it");
});

test("only the estimates of added experts are labelled as estimates", () => {
  expect(librarySummary(library(true, ["bert"]), false)).toBe(
    "3 expert language models, one router; all figures were measured, except those of bert (≈), which are calibrated estimates",
  );
  expect(librarySummary(library(true, ["bert", "mini"]), false)).toContain("except those of bert and mini (≈)");
  expect(librarySummary(library(true, ["a1", "a2", "a3"]), false)).toContain(
    "except those of the 3 experts that you added (≈)",
  );
});
