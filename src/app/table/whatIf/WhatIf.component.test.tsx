import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { ParetoPanel } from "../../pareto/ParetoPanel.tsx";
import { openExplorer, settled } from "../../testing/explorer.tsx";
import { TableReportPanel } from "../TableReportPanel.tsx";

const rows = Array.from(
  { length: 30 },
  (_, i) => `${i},prompt ${i},${i % 3 ? "law" : "maths"},${i % 2},${Number(i % 5 > 0)},${Number(i % 7 > 0)}`,
);
const table = { "t.csv": `id,prompt,dataset,small,middle,big\n${rows.join("\n")}\n` };

const report = page.getByRole("region", { name: "Table report" });
const front = page.getByRole("region", { name: "Pareto front" });
const field = (name: string) => report.getByRole("textbox", { name, exact: true });

async function opened(view: Record<string, string> = {}) {
  const explorer = await openExplorer({ panels: [ParetoPanel, TableReportPanel], table, view });
  await expect.element(report).toHaveTextContent(/ prompts, 3 models/);
  await report.getByText("What if: other prices").click();
  return explorer;
}

async function enter(name: string, text: string): Promise<void> {
  await field(name).fill(text);
  await userEvent.keyboard("{Enter}");
}

test("costs that are entered give a table without costs a front; a hidden model leaves it", async () => {
  const explorer = await opened();
  await expect.element(front).toHaveTextContent("This table has no costs");
  await enter("Cost of small", "0.5");
  await enter("Cost of middle", "2");
  await enter("Cost of big", "dear");
  await expect.element(field("Cost of big")).toHaveAttribute("aria-invalid", "true");
  await enter("Cost of big", "$8");
  await expect.element(front.getByRole("combobox", { name: "against" })).toHaveValue("cost");
  await expect.element(report.getByRole("row", { name: /^Best single model: big/ })).toHaveTextContent("$8.000");
  await enter("Size of small", "7B");
  await expect.element(field("Size of small")).toHaveValue("7000000000");
  await settled();
  expect([explorer.inLink("set.cost~big"), explorer.inLink("set.size~small")]).toEqual(["8", "7000000000"]);
  await report.getByRole("checkbox", { name: "Show big" }).click();
  await expect.element(report.getByRole("row", { name: /^Best single model: middle/ })).toHaveTextContent("$2.000");
  await report.getByRole("button", { name: "Reset changes" }).click();
  await expect.element(front).toHaveTextContent("This table has no costs");
  await expect.element(field("Cost of big")).toHaveValue("");
});

test("a constraint of one's own joins the front, and the link", async () => {
  const explorer = await opened();
  await report.getByRole("textbox", { name: "A constraint of your own" }).fill("Carbon");
  await report.getByRole("button", { name: "Add a constraint" }).click();
  await enter("Carbon of small", "1");
  await enter("Carbon of middle", "2");
  await enter("Carbon of big", "5");
  await expect.element(front.getByRole("combobox", { name: "against" })).toHaveValue("carbon");
  await settled();
  expect(explorer.inLink("set.carbon~big")).toBe("5");
});

test("prompts are left out by data set, by list and by selection, and put back", async () => {
  await opened({ right: "1" });
  await report.getByRole("button", { name: /^Exclude the \d+ selected prompts/ }).click();
  await expect.element(report).toHaveTextContent(/prompts are left out one by one/);
  await report.getByRole("button", { name: "Put them back" }).click();
  await expect.element(report).toHaveTextContent("30 prompts, 3 models");
  await report.getByRole("textbox", { name: /^A list of prompts/ }).fill("3\nprompt 4\nnothing");
  await report.getByRole("button", { name: "Exclude listed prompts" }).click();
  await expect.element(report).toHaveTextContent("28 prompts, 3 models");
  await expect.element(report).toHaveTextContent("2 prompts found. 1 line names no prompt of this table.");
  await report.getByRole("checkbox", { name: /^maths/ }).click();
  await expect.element(report).toHaveTextContent("19 prompts, 3 models");
});
