import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { surfaceFeature } from "../../lab/features/dense.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { labTable } from "../../lab/fit/labTable.ts";
import { type TrainedRouter, trainedRouter } from "../../lab/router/trainedRouter.ts";
import { runLab } from "../../lab/run/runLab.ts";
import { TableImporter } from "../../library/evaluationTable/importer.ts";
import { type Explorer, openExplorer } from "../testing/explorer.tsx";

const rows = Array.from({ length: 40 }, (_, i) => {
  const text = i % 2 ? `for (i = ${i}; i < 9; i++) { f(i); }` : `tell me of the river number ${i} and the hills`;
  return `${i},${text},${i % 2 ? "code" : "prose"},${i % 2},${1 - (i % 2)},0.001,0.002`;
});
const CSV = `id,prompt,dataset,coder,writer,coder_cost,writer_cost\n${rows.join("\n")}\n`;

async function train(names: readonly string[], csv = CSV): Promise<TrainedRouter[]> {
  const read = (await new TableImporter("t.csv", [{ path: "t.csv", blob: new Blob([csv]) }]).read()).table;
  const table = labTable(read);
  const result = await runLab(table, [surfaceFeature(table.cleaned), tfidfFeature(table.cleaned)]);
  const source = { name: "t.csv", sha256: "0", ids: read.prompts.map(({ id }) => id) };
  return names.map((router) => trainedRouter(table, result, { ...source, router }));
}

async function use(explorer: Explorer, routers: readonly TrainedRouter[]) {
  for (const router of routers) await explorer.session.routing.use(router);
  await expect.element(explorer.prompt).toBeVisible();
}

test("a trained router fills the page of its table: decision, front, map, reliability, prompts", async () => {
  const routers = await train(["surface kNN", "tfidf ridge"]);
  const explorer = await openExplorer({ table: { "t.csv": CSV } });
  await use(explorer, routers);
  await explorer.prompt.fill("for (k = 2; k < 7; k++) { g(k); }");
  await expect.element(explorer.chosen).toHaveTextContent(/^coder/);
  await explorer.prompt.fill("tell me of the hills and the river");
  await expect.element(explorer.chosen).toHaveTextContent(/^writer/);
  // The cost decides in the end: a flag moves its slider.
  await explorer.prompt.fill("tell me of the hills and the river [Flag: cheapest]");
  await expect.element(explorer.chosen).toHaveTextContent(/^coder/);
  const front = page.getByRole("region", { name: "Pareto front" });
  await expect.element(front.getByRole("table", { name: "Quality of the router" })).toBeInTheDocument();
  await expect.element(front.getByCSS("path.curve.router")).toBeInTheDocument();
  await expect.element(front.getByCSS("path.curve.trained")).toBeInTheDocument();
  await front.getByRole("button", { name: "surface kNN" }).click();
  await expect.element(front.getByCSS("path.curve.trained")).not.toBeInTheDocument();
  const map = page.getByRole("region", { name: "Router map" });
  await expect
    .element(map.getByRole("list", { name: "Benchmark prompts nearest to yours" }))
    .toHaveTextContent("1.00: writer");
  await page.getByRole("region", { name: "Domains" }).element().scrollIntoView();
  await expect
    .element(page.getByRole("region", { name: "Reliability: predicted against measured loss" }))
    .toHaveTextContent("80 predictions");
  expect(explorer.inLink("router")).toBe(routers[1]!.id);
});

test("of one data set: the map tells the choices, and a prompt that no model solves has a chosen model, but no best one", async () => {
  const csv = CSV.replace("dataset,", "")
    .replace(/,(code|prose),/g, ",")
    .replace(/,0,1,0\.001/, ",0,0,0.001");
  const explorer = await openExplorer({ table: { "t.csv": csv } });
  await use(explorer, await train(["surface kNN"], csv));
  const map = page.getByRole("region", { name: "Router map" });
  await expect.element(map.getByLabelText("colour by")).toHaveValue("expert");
  await expect.element(map.getByRole("list", { name: "Experts on the map" })).toHaveTextContent("writer");
  await expect.element(page.getByRole("table", { name: "Domain separation" })).not.toBeInTheDocument();
  const row = page.getByRole("region", { name: "Prompts" }).getByCSS('[data-prompt="0"]');
  await expect.element(row).toHaveTextContent(/(coder|writer)\s*none\s*0 of 2/);
});
