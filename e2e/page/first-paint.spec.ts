import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";
import { hold } from "../support/held.ts";

test.use({ serviceWorkers: "allow" });

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

/** Slowest network and processor that the page is meant for: a phone on a 3G connection. */
const SLOW = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000, offline: false };

for (const [width, height, slow] of [
  [1440, 900, false],
  [1350, 940, false],
  [1024, 768, false],
  [390, 844, false],
  [390, 844, true],
] as const) {
  test(`nothing moves from the first paint to the end of the intervals at ${width} px${slow ? ", slow network and processor" : ""}`, async ({
    page,
  }) => {
    if (slow) test.slow();
    await page.setViewportSize({ width, height });
    if (slow) {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Network.emulateNetworkConditions", SLOW);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    }
    await page.addInitScript(watchShifts);
    const explorer = await new Explorer(page).open();
    await expect(explorer.chosen.locator("strong")).toBeVisible({ timeout: 120_000 });
    await expect(explorer.region("Pareto front").locator(".verdict .interval").first()).toBeAttached({
      timeout: 60_000,
    });
    await expect(page.getByRole("progressbar", { name: "Computing intervals" })).toHaveCount(0, { timeout: 60_000 });
    const { total, shifts } = await page.evaluate(readShifts);
    expect(total, shifts.join("\n")).toBeLessThanOrEqual(0.02);
  });
}

/** Runs in the page before anything else: collects every layout shift that no input has caused, and what moved in it. */
function watchShifts() {
  const found: { value: number; moved: string[] }[] = [];
  Object.assign(globalThis, { layoutShifts: found });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[]) {
      if (entry.hadRecentInput) continue;
      const moved = entry.sources.map(({ node }) =>
        (node instanceof Element ? node.outerHTML : String(node)).slice(0, 90),
      );
      found.push({ value: entry.value, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

function readShifts() {
  const { layoutShifts } = globalThis as unknown as { layoutShifts: { value: number; moved: string[] }[] };
  return {
    total: layoutShifts.reduce((sum, { value }) => sum + value, 0),
    shifts: layoutShifts.map(({ value, moved }) => `${value.toFixed(4)}: ${moved.join(" | ")}`),
  };
}

interface LayoutShift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

test("the first screen is there without scripts, and what is typed in it before they come is kept", async ({
  page,
}) => {
  const release = await hold(page, "**/assets/*.js");
  const explorer = new Explorer(page);
  // Scripts that are held hold up the page's load event.
  await page.goto(process.env.EXPLORER_URL!, { waitUntil: "commit" });
  const told = page.locator(".panel.pareto .verdict");
  await expect(told).toBeVisible();
  await expect(page.locator(".panel.pareto .curve.router")).toBeVisible();
  const prepared = await told.innerText();
  await explorer.prompt.fill("The patent claims a plurality of");
  await explorer.prompt.press("End");
  release();
  await expect(explorer.chosen).toHaveAttribute("data-prompt", "The patent claims a plurality of");
  await expect(explorer.prompt).toBeFocused();
  await page.keyboard.type(" [MASK]");
  await expect(explorer.prompt).toHaveValue("The patent claims a plurality of [MASK]");
  // The sentence of the build is the one that the page computes; only its intervals come later.
  const live = explorer.region("Pareto front").locator(".verdict");
  await expect(live.locator(".interval").first()).toBeAttached({ timeout: 60_000 });
  const words = (await live.innerText()).replace(/\s*\[[^\]]*\]/g, "");
  expect(words).toBe(prepared);
});

test("a link shows nothing of the prepared page, which is that of a bare address", async ({ page }) => {
  await page.route("**/assets/*.js", () => {});
  await page.goto(`${process.env.EXPLORER_URL}#prompt=Another`, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "Pareto front" })).toBeVisible();
  await expect(page.locator(".panel.pareto .verdict")).toBeHidden();
  await expect(page.locator("textarea")).toBeHidden();
});

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`sentence and plot of the front stand as far below their title as before any script has run, at ${width} px`, async ({
    page,
    browser,
  }) => {
    const bare = await browser.newPage({ viewport: { width, height }, javaScriptEnabled: false });
    await bare.goto(process.env.EXPLORER_URL!);
    const before = await placesOfFront(bare);
    await bare.close();
    await page.setViewportSize({ width, height });
    const explorer = await new Explorer(page).open(process.env.EXPLORER_URL);
    await expect(explorer.region("Pareto front").getByText(/\[\d/).first()).toBeVisible();
    expect(await placesOfFront(page)).toEqual(before);
  });
}

/** Pixels from the title of the Pareto front down to its sentence and its plot, and the plot's height. */
function placesOfFront(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const of = (selector: string) => document.querySelector(`.pareto ${selector}`)!.getBoundingClientRect();
    const top = of(".panel-head").top;
    return [of(".verdict").top - top, of(".plot").top - top, of(".plot").height].map(Math.round);
  });
}
