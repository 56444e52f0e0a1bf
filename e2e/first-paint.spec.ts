import { expect, test } from "@playwright/test";
import { Explorer, manifest } from "./explorer.ts";

test("front and map are drawn from shipped figures while the router cannot be loaded, and the failure is explained", {
  tag: "@journey",
}, async ({ page }) => {
  await page.route(`**/${manifest.router.model}`, (route) => route.fulfill({ status: 503, body: "down" }));
  const explorer = await new Explorer(page).open();
  await expect(
    explorer.region("Pareto front").getByRole("img", { name: /^Pareto front\. At the current λ/ }),
  ).toBeVisible();
  await expect(
    explorer.region("Router map").getByRole("img", { name: `Map of ${manifest.benchmark.rows} benchmark prompts.` }),
  ).toBeVisible();
  await expect(explorer.chosen).toContainText(/router/i);
  await expect(explorer.chosen).toContainText(/503/);
});

test("the site works from a sub-path of a plain static host", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open(process.env.EXPLORER_NESTED_URL);
  await explorer.decide("The patent claims a plurality of [MASK] coupled to the housing.");
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  expect(explorer.errors).toEqual([]);
});

test("a missing library is explained and the page stays usable", async ({ page }) => {
  await page.route("**/models/library.json", (route) => route.fulfill({ status: 404, body: "gone" }));
  await new Explorer(page).open();
  await expect(page.getByRole("alert")).toContainText(/library\.json/);
  await expect(page.getByRole("textbox", { name: "Prompt" })).toBeEditable();
});

test("downloads of the router and of an expert show their progress, and an expert's can be cancelled", async ({
  page,
}) => {
  const gates = new Map<string, () => void>();
  const held = async (path: string) => {
    const open = new Promise<void>((done) => gates.set(path, done));
    await page.route(`**/${path}`, async (route) => {
      await open;
      await route.continue();
    });
  };
  await held(manifest.router.model);
  const explorer = await new Explorer(page).open();
  await expect(page.getByRole("progressbar", { name: "Loading router" })).toBeVisible();
  gates.get(manifest.router.model)!();

  const id = await explorer.decide("The court affirmed the [MASK] below.");
  await expect(page.getByRole("progressbar", { name: "Loading router" })).toBeHidden();
  await held(manifest.experts.find((expert) => expert.id === id)!.model);
  await explorer.run.click();
  await expect(page.getByRole("progressbar", { name: "Loading expert" })).toBeVisible();
  await page.getByRole("button", { name: "cancel" }).click();
  await expect(page.getByRole("progressbar", { name: "Loading expert" })).toBeHidden();

  for (const open of gates.values()) open();
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
});
