import { beforeAll, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { count, openExplorer, smallLibrary } from "../testing/explorer.tsx";
import { rowFor } from "../testing/fakeInference.ts";
import { RoutedFilePanel } from "./RoutedFilePanel.tsx";

const panels = [PromptBar, DecisionPanel, RoutedFilePanel];
const panel = page.getByRole("region", { name: "Routed file" });
const rows = panel.getByCSS("tbody tr");
const PROMPTS = Array.from({ length: 120 }, (_, i) => `prompt number ${i}`);

let library: Library;

beforeAll(async () => {
  library = await smallLibrary();
});

async function route(name: string, text: string): Promise<void> {
  await expect.element(page.getByRole("button", { name: "Route a file…" })).toBeEnabled();
  await userEvent.upload(page.getByLabelText("File of prompts"), new File([text], name));
}

/** The expert with the least predicted loss of the benchmark prompt that a text stands for. */
function best(text: string): string {
  const { predicted, rows: count } = library.benchmark;
  const own = predicted.data.subarray(rowFor(text, count) * predicted.columns).subarray(0, predicted.columns);
  return library.manifest.experts[own.indexOf(Math.min(...own))]!.label;
}

test("a file is routed: a decision for every prompt, fifty at a time, shares that add up", async () => {
  await openExplorer({ panels });
  await route("mine.txt", PROMPTS.join("\n"));
  await expect.element(panel.getByRole("status")).toHaveTextContent(/mine\.txt: 120 prompts routed/);
  await expect.poll(count(rows)).toBe(50);
  expect(rows.elements()[7]!.querySelectorAll("td")[2]!.textContent!.trim()).toBe(best(PROMPTS[7]!));
  const shares = panel.getByRole("list", { name: "Share of the prompts by expert" }).getByRole("listitem");
  const counted = shares.elements().map((share) => Number(/\((\d+)\)/.exec(share.textContent!)![1]));
  expect(counted.reduce((sum, one) => sum + one, 0)).toBe(120);
  await panel.getByRole("button", { name: "Next" }).click();
  await panel.getByRole("button", { name: "Next" }).click();
  await expect.poll(count(rows)).toBe(20);
  expect(rows.elements()[0]!.querySelectorAll("td")[0]!.textContent).toBe("101");
  await panel.getByRole("button", { name: "Close" }).click();
  await expect.element(panel).not.toBeInTheDocument();
});

test("a file without prompts gets a sentence", async () => {
  await openExplorer({ panels });
  await route("x.csv", "a,b\n1,2\n");
  await expect.element(panel.getByRole("alert")).toHaveTextContent("Couldn't route x.csv: x.csv has no column");
});
