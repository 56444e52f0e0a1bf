import { expect, test } from "vitest";
import type { Matrix } from "../../../core/matrix.ts";
import { type Column, writeParquet } from "../../../library/benchmark/writeParquet.ts";
import { count, openExplorer, smallLibrary } from "../../testing/explorer.tsx";
import { ParetoPanel } from "../ParetoPanel.tsx";

/** Nats per token by which every expert of the other library is better. */
const ADVANTAGE = 0.5;

async function listed(content: ArrayBuffer): Promise<{ sha256: string; bytes: number }> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { sha256, bytes: content.byteLength };
}

function columns(name: string, ids: readonly string[], table: Matrix, shift = 0): Column[] {
  return ids.map((id, i) => ({
    name: `${name}:${id}`,
    data: Array.from({ length: table.rows }, (_, row) => table.data[row * table.columns + i]! + shift),
    type: "FLOAT",
  }));
}

/**
 * The small library with other routers whose outcome is known, and another library beside it: the kNN predicts the true losses, so that it
 * is the oracle; the ridge regression predicts what the router does; every expert of the other library, "Joint", is better by `ADVANTAGE`.
 */
async function comparisons(): Promise<Record<string, BodyInit>> {
  const { benchmark, manifest, expertIds } = await smallLibrary();
  const text = (name: string, data: string[]): Column => ({ name, data, type: "BYTE_ARRAY" });
  const references = writeParquet([
    text("id", benchmark.ids),
    ...columns("knn", expertIds, benchmark.losses),
    ...columns("ridge", expertIds, benchmark.predicted),
  ]);
  const prompts = writeParquet([
    text("id", benchmark.ids),
    ...(["kind", "domain", "part", "source", "keywords"] as const).map((name) => text(name, benchmark[name])),
    { name: "tokens", data: [...benchmark.tokens], type: "INT32" },
    ...columns("loss", expertIds, benchmark.losses, -ADVANTAGE),
    ...columns("accuracy", expertIds, benchmark.accuracies),
    ...columns("predicted", expertIds, benchmark.predicted, -ADVANTAGE),
    { name: "x", data: [...benchmark.x], type: "FLOAT" },
    { name: "y", data: [...benchmark.y], type: "FLOAT" },
  ]);
  const library = structuredClone(manifest);
  library.files[library.benchmark.references!] = await listed(references);
  library.variants = [{ id: "joint", label: "Joint", description: "Better by half a nat.", folder: "joint" }];
  const joint = structuredClone(manifest);
  joint.id = "joint";
  joint.files[joint.benchmark.prompts] = await listed(prompts);
  return {
    "library.json": JSON.stringify(library),
    [library.benchmark.references!]: references,
    "joint/library.json": JSON.stringify(joint),
    [`joint/${joint.benchmark.prompts}`]: prompts,
  };
}

test("kNN, ridge and the other library stand beside the router: curves, figures, intervals, and switches for each", async () => {
  const explorer = await openExplorer({ panels: [ParetoPanel], files: await comparisons() });
  const front = explorer.region("Pareto front");
  const figure = (row: string) => () =>
    Number(
      front
        .getByRole("row", { name: new RegExp(`^${row} `) })
        .getByRole("cell")
        .first()
        .element()
        .textContent!.match(/[\d.]+/)![0],
    );
  const compare = front.getByRole("list", { name: "Compare the router with" });
  await expect.poll(count(compare.getByRole("button"))).toBe(3);
  await expect.poll(count(front.getByCSS("path.curve.knn"))).toBe(1);
  await expect.poll(count(front.getByCSS("path.curve.ridge"))).toBe(1);
  const [router, oracle] = [figure("router")(), figure("oracle")()];
  expect(figure("kNN on router states")()).toBe(oracle);
  expect(figure("ridge on router states")()).toBe(router);

  await compare.getByRole("button", { name: "Joint" }).click();
  await expect.poll(count(front.getByCSS("path.curve.variant-router"))).toBe(1);
  await expect.poll(count(front.getByCSS("path.curve.variant-oracle"))).toBe(1);
  await expect.poll(figure("Joint: router")).toBeCloseTo(router - ADVANTAGE, 1);
  await expect.poll(figure("Joint: oracle")).toBeCloseTo(oracle - ADVANTAGE, 1);
  // Paired by prompt, a difference that is the same everywhere has no width.
  await expect.element(front.getByRole("row", { name: /^Joint: router / })).toHaveTextContent("−0.50 [−0.50, −0.50]");
  await expect
    .element(front.getByRole("row", { name: /^ridge on router states / }))
    .toHaveTextContent("+0.00 [+0.00, +0.00]");
  await expect.poll(() => explorer.inLink("with")).toBe("knn~ridge~joint");

  await compare.getByRole("button", { name: "kNN on router states" }).click();
  await expect.poll(count(front.getByCSS("path.curve.knn"))).toBe(0);
  await expect.element(front.getByRole("row", { name: /^kNN/ })).not.toBeInTheDocument();
});
