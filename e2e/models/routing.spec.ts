import { expect, test } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../../src/examples/prompts.ts";
import { Explorer, manifest } from "../support/explorer.ts";

/** As long as the windows that the router is tested on: shorter prompts are a hard case in the report. */
const PYTHON =
  "import os\nimport sys\n\n\ndef list_files(folder, suffix):\n" +
  '    """Names of all files in a folder that end with the suffix."""\n    names = []\n' +
  "    for name in sorted(os.listdir(folder)):\n        if name.endswith(suffix):\n            [MASK].append(name)\n    return names\n";
/** A typical typed snippet, shorter than the windows that the router is tested on. */
const SHORT_PYTHON = "def read_json(path):\n    with open(path) as [MASK]:\n        return json.load(f)";
const TRIAL =
  "A total of 120 patients were randomly assigned to receive either the active drug or placebo for [MASK] weeks.";
/** One prompt for every domain and every kind of hard case; without flags, which would set the sliders. */
const ONE_OF_EACH = [...new Map(EXAMPLE_PROMPTS.map(({ group, text }) => [group, text])).values()].filter(
  (text) => !/flag/i.test(text),
);
const COURT =
  "The appellant contends that the district court erred in granting summary [MASK], and we review that ruling de novo.";

test("prompts go to the specialist of their domain at λ = 0", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  for (const [text, part] of [
    [PYTHON, "github"],
    [TRIAL, "pubmed"],
    [COURT, "freelaw"],
  ] as const) {
    const id = await explorer.decide(text);
    const expert = manifest.experts.find((candidate) => candidate.id === id)!;
    expect(expert.parts.map((name) => name.split("/")[0])).toContain(part);
    expect(expert.generalist).toBe(false);
  }
  expect(explorer.errors).toEqual([]);
});

test("a short snippet of Python goes to the expert of Python at λ = 0", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const id = await explorer.decide(SHORT_PYTHON);
  const expert = manifest.experts.find((candidate) => candidate.id === id)!;
  expect(expert.parts).toContain("github/python");
  expect(expert.generalist).toBe(false);
});

test("with Size λ at its end every prompt goes to the smallest expert, with Recency λ at its end to a newest one", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  const smallest = [...manifest.experts].sort((a, b) => a.parameters - b.parameters)[0]!;
  const age = manifest.constraints.find((constraint) => constraint.id === "recency")!.raw;
  const youngest = Math.min(...Object.values(age).filter((years) => years !== null));
  await explorer.decide(PYTHON);

  await explorer.slider("Size").press("End");
  for (const text of ONE_OF_EACH) expect(await explorer.decide(text)).toBe(smallest.id);
  await explorer.slider("Size").press("Home");

  await explorer.slider("Recency").press("End");
  for (const text of ONE_OF_EACH) expect(age[await explorer.decide(text)]).toBe(youngest);
  await explorer.slider("Recency").press("Home");

  expect(await explorer.decide(COURT)).not.toBe(smallest.id);
});

test("every expert is ranked, best first, and the list follows a slider", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const id = await explorer.decide(COURT);
  const items = explorer.ranked.getByRole("listitem");
  await expect(items).toHaveCount(manifest.experts.length);
  await expect(items.first()).toHaveAttribute("data-expert", id);
  await explorer.slider("Size").press("End");
  await expect(items.first()).not.toHaveAttribute("data-expert", id);
});

test("Run loads the chosen expert and fills the mask", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const id = await explorer.decide(COURT);
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  await expect(explorer.region("Decision")).toContainText(id);
  await expect(explorer.fills.locator("code")).not.toHaveCount(0);
  expect(explorer.errors).toEqual([]);
});

test("a prompt without a mask is measured: its true loss stands beside the predicted one", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT.replace("[MASK]", "judgment"));
  await explorer.run.click();
  await expect(explorer.region("Decision")).toContainText(
    /Measured loss \d\.\d\d nats per token over \d+ masked tokens/,
  );
});

test("a link restores prompt, λ and axes", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(TRIAL);
  await explorer.slider("Size").press("End");
  await explorer.region("Pareto front").getByLabel("show").selectOption("accuracy");
  const lambda = await explorer.slider("Size").inputValue();
  const chosen = await explorer.decision(TRIAL);
  await expect(page).toHaveURL(/y=accuracy/);
  const link = page.url();

  const second = await new Explorer(await page.context().newPage()).open(link);
  expect(await second.decision(TRIAL)).toBe(chosen);
  await expect(second.slider("Size")).toHaveValue(lambda);
  await expect(second.region("Pareto front").getByLabel("show")).toHaveValue("accuracy");
});
