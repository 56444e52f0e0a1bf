import { expect, test } from "vitest";
import { baselines } from "../../src/analysis/front/baselines.ts";
import { front } from "../../src/analysis/front/front.ts";
import { primaryRows } from "../../src/analysis/rows/benchmarkRows.ts";
import { frontSummary } from "../../src/app/pareto/frontSummary.ts";
import { FIRST_PROMPT } from "../../src/examples/firstPrompt.ts";
import { shippedLibrary } from "../../src/library/testing/shippedLibrary.ts";
import { firstScreen } from "./first-paint.ts";

test("the first screen holds the prompt and the very figures that the Pareto panel computes, and nothing that the policy forbids", async () => {
  const library = await shippedLibrary();
  const html = firstScreen(library);
  const policy = { lambdas: {}, bounds: [] };
  const rows = primaryRows(library);
  const summary = frontSummary({
    library,
    front: front(library, "size", "loss", policy, rows),
    baselines: baselines(library, "size", "loss", rows),
    policy,
    axis: "size",
    outcome: "loss",
    figures: null,
  })!;
  const text = html.replace(/<[^>]*>/g, "");
  expect(text).toContain(`Routing gains ${summary.difference}`);
  expect(text).toContain(`${summary.singleLabel}: ${summary.router} instead of ${summary.single}`);
  expect(text).toContain(`closes ${summary.gapClosed}`);
  expect(text).toContain(FIRST_PROMPT.split("\n")[0]!.replaceAll("'", "&#x27;"));
  // Neither inline styles nor scripts pass the content security policy.
  expect(html).not.toMatch(/\sstyle=|<script|\son\w+=/);
  expect(html.length).toBeLessThan(120_000);
});

test("a library without a router, and without the usual constraint, has a first screen too", async () => {
  const library = await shippedLibrary();
  const { router: _, ...manifest } = library.manifest;
  const predicted = { ...library.benchmark.predicted, data: library.benchmark.predicted.data.map(() => Number.NaN) };
  const html = firstScreen({
    ...library,
    manifest: { ...manifest, constraints: manifest.constraints.filter(({ id }) => id !== "size") },
    constraints: library.constraints.filter(({ id }) => id !== "size"),
    benchmark: { ...library.benchmark, predicted },
  });
  expect(html).toContain("Pareto front");
  expect(html).not.toContain("NaN");
});
