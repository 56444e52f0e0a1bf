import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest } from "./explorer.ts";
import {
  BAD_ANSWERS,
  badFile,
  crashOnSignal,
  hurryOnSignal,
  inWorkers,
  limitStorage,
  memoryOnSignal,
  signal,
  slowServer,
  spoilSavedState,
  withoutStorage,
  withoutWasm,
  withoutWebgpu,
} from "./faults.ts";
import { kept } from "./kept.ts";

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const PATENT = "The patent claims a plurality of [MASK] coupled to the housing.";

const expertOf = (id: string) => manifest.experts.find((expert) => expert.id === id)!;

async function runs(explorer: Explorer): Promise<void> {
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
}

async function plotsAreThere(explorer: Explorer): Promise<void> {
  for (const name of ["Pareto front", "Router map"]) {
    await expect(explorer.region(name).getByRole("img").first()).toBeVisible();
  }
}

test.describe("files", () => {
  test.use({ serviceWorkers: "block" });

  test("an expert that comes wrong in any way is named with the reason, and Run works once the server is well", async ({
    page,
  }) => {
    test.slow();
    const explorer = await new Explorer(page).open();
    const chosen = await explorer.decide(COURT);
    const { model } = expertOf(chosen);
    for (const [kind, { sentence }] of Object.entries(BAD_ANSWERS)) {
      const fault = await badFile(page, model, kind);
      await explorer.run.click();
      const alert = explorer.region("Decision").getByRole("alert");
      await expect(alert, kind).toContainText(sentence);
      await expect(alert).toContainText(model.split("/").slice(-3).join("/"));
      // A file that is wrong is asked for once more; one that the server refuses is not.
      expect(fault.asked(), kind).toBe(/half|length/.test(kind) ? 2 : 1);
      await fault.mend();
      expect(await explorer.decision(COURT)).toBe(chosen);
    }
    await runs(explorer);
  });

  test("a server that is slow is waited for, with what has come in sight; from one that falls silent the run is taken back", async ({
    page,
  }) => {
    await inWorkers(page, hurryOnSignal);
    const explorer = await new Explorer(page).open();
    const chosen = await explorer.decide(COURT);
    const server = await slowServer(expertOf(chosen).model);
    try {
      await explorer.open(server.url);
      await explorer.decide(COURT);
      await signal(page, "hurry");
      await explorer.run.click();
      const alert = explorer.region("Decision").getByRole("alert");
      await expect(alert).toContainText(
        /stopped arriving after \d+ bytes\. Check the network connection and try again/,
      );
      expect(await explorer.decision(COURT)).toBe(chosen);

      await signal(page, "rest");
      await explorer.run.click();
      const progress = page.getByRole("progressbar", { name: "Loading expert" });
      await expect
        .poll(() => progress.evaluate((bar: HTMLProgressElement) => Math.round((10 * bar.value) / bar.max)))
        .toBe(5);
      server.send();
      await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
    } finally {
      await server.close();
    }
  });

  test("manifest, benchmark, router and map that come wrong are named, and can be tried again one after the other", async ({
    page,
  }) => {
    test.slow();
    const again = page.getByRole("button", { name: "Try again" }).first();
    const missing = await badFile(page, "library.json", "nothing: 404");
    const half = await badFile(page, manifest.benchmark.prompts, "half of it");
    const wrong = await badFile(page, manifest.router.model, "another file of the same length");
    const page404 = await badFile(page, manifest.benchmark.embeddings!, "a web page");
    const explorer = await new Explorer(page).open();
    await expect(page.getByRole("alert")).toContainText(/library\.json could not be fetched.*404/);
    await explorer.prompt.fill(COURT);
    await missing.mend();
    await again.click();
    await expect(page.getByRole("alert")).toContainText(/prompts\.parquet has \d+ bytes instead of \d+/);
    await half.mend();
    await again.click();
    await expect(explorer.chosen).toContainText(/The router could not be started\. .*SHA-256 differs/);
    await expect(explorer.region("Pareto front").getByRole("img").first()).toBeVisible();
    await wrong.mend();
    await again.click();
    await explorer.decision(COURT);
    await expect(explorer.region("Router map").getByRole("alert")).toContainText(/sent a web page instead/);
    await page404.mend();
    await again.click();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await explorer.decision(COURT);
    await expect(explorer.prompt).toHaveValue(COURT);
    await plotsAreThere(explorer);
  });
});

test.describe("machine", () => {
  test.use({ serviceWorkers: "block" });

  test("without WebGPU the badge says so, and WASM does everything", async ({ page }) => {
    await inWorkers(page, withoutWebgpu);
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await expect(explorer.backend).toHaveText("WASM: this browser has no WebGPU");
    await runs(explorer);
  });

  test("where WebAssembly is refused the reason and the way out stand in place of the decision", async ({ page }) => {
    await inWorkers(page, withoutWasm);
    const explorer = await new Explorer(page).open();
    await explorer.prompt.fill(COURT);
    await expect(explorer.chosen).toContainText(/does not run WebAssembly.*allow it for this page/);
    await plotsAreThere(explorer);
    await expect(explorer.prompt).toHaveValue(COURT);
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(explorer.chosen).toContainText(/does not run WebAssembly/);
    await page.reload();
    await explorer.decide(COURT);
  });

  test("a worker that crashes in the middle of a run is replaced by the next step", async ({ page }) => {
    await inWorkers(page, crashOnSignal);
    const explorer = await new Explorer(page).open();
    const chosen = await explorer.decide(COURT);
    const pattern = `**/${expertOf(chosen).model}`;
    await page.route(pattern, () => {}); // the run waits for its expert
    await explorer.run.click();
    await expect(page.getByRole("progressbar", { name: "Loading expert" })).toBeVisible();
    await signal(page, "crash");
    const alert = explorer.region("Decision").getByRole("alert");
    await expect(alert).toContainText(/background worker stopped: .*a fault of the test.*starts afresh/);
    await page.unroute(pattern);
    expect(await explorer.decision(COURT)).toBe(chosen);
    await explorer.decide(PATENT);
    await runs(explorer);
  });

  test("an expert for which there is no memory says so; routing goes on, and with memory it runs", async ({ page }) => {
    await inWorkers(page, memoryOnSignal);
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await signal(page, "full");
    // Experts stay loaded as long as there is room: the largest of the library is sure to need more.
    await explorer.run.click();
    await expect(explorer.region("Decision").getByRole("alert")).toContainText(
      /no memory left for it\. Close other tabs/,
    );
    await explorer.decide(PATENT);
    await signal(page, "room");
    await explorer.decide(COURT);
    await runs(explorer);
  });

  test("a clock that is wrong by decades changes nothing", async ({ page }) => {
    const explorer = await new Explorer(page).open();
    const chosen = await explorer.decide(`${COURT} [Flag: recent]`);
    const lambda = await explorer.slider("Recency").inputValue();
    await page.clock.setFixedTime(new Date("1980-01-01T00:00:00Z"));
    await page.reload();
    expect(await explorer.decide(`${COURT} [Flag: recent]`)).toBe(chosen);
    await expect(explorer.slider("Recency")).toHaveValue(lambda);
    await runs(explorer);
    expect(explorer.errors).toEqual([]);
  });

  test("a panel that cannot be drawn says so, leaves the others alone, and can be drawn again", async ({ page }) => {
    await page.addInitScript(() => {
      const { fillRect } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillRect = () => {
        throw new Error("the canvas is lost");
      };
      Object.assign(window, { mend: () => Object.assign(CanvasRenderingContext2D.prototype, { fillRect }) });
    });
    const explorer = await new Explorer(page).open();
    await expect(page.getByRole("alert")).toContainText(
      /could not be drawn: the canvas is lost.*prompt and settings are kept/,
    );
    await explorer.decide(COURT);
    await page.evaluate(() => (window as unknown as { mend: () => void }).mend());
    await page.getByRole("button", { name: "Draw it again" }).click();
    await plotsAreThere(explorer);
  });
});

test.describe("storage", () => {
  const offline = async (page: Page) => {
    await page.getByRole("button", { name: "Offline", exact: true }).click();
    return page.getByRole("dialog", { name: "Use without a network" });
  };

  test("where it is blocked everything works, and the offline screen says why nothing is kept", async ({ page }) => {
    await page.addInitScript(withoutStorage);
    await inWorkers(page, withoutStorage);
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await runs(explorer);
    await expect(await offline(page)).toContainText(/keeps nothing of this page: a private window, blocked storage/);
    expect(explorer.errors).toEqual([]);
  });

  test("when the quota is used up, keeping an expert is refused with the reason, and running it works", async ({
    page,
  }) => {
    const explorer = await new Explorer(page).open();
    const expert = expertOf(await explorer.decide(COURT));
    await kept(page);
    await limitStorage(page, 1_000_000);
    const dialog = await offline(page);
    await dialog.getByRole("checkbox", { name: expert.label, exact: true }).check();
    await dialog.getByRole("button", { name: /^Make available offline/ }).click();
    await expect(dialog.getByRole("alert")).toContainText(/no room left .*free space on the disk/);
    await dialog.getByRole("button", { name: "Close" }).click();
    await runs(explorer);
    await expect(explorer.prompt).toHaveValue(COURT);
  });

  test("what an older version or a damaged disk has left is replaced or passed over", async ({ page }) => {
    test.slow(); // two visits
    const explorer = await new Explorer(page).open();
    const chosen = await explorer.decide(COURT);
    await kept(page);
    await spoilSavedState(page, manifest.router.model);
    await page.reload();
    expect(await explorer.decide(COURT)).toBe(chosen);
    await runs(explorer);
    const router = await page.evaluate(async (model) => {
      const cache = await caches.open("tryage-files");
      const request = (await cache.keys()).find(({ url }) => url.includes(model))!;
      return (await (await cache.match(request))!.arrayBuffer()).byteLength;
    }, manifest.router.model);
    expect(router).toBe(manifest.files[manifest.router.model]!.bytes);
    expect(explorer.errors).toEqual([]);
  });

  test("two tabs share what is kept and nothing else", async ({ page, context }) => {
    test.slow();
    const first = await new Explorer(page).open();
    const expert = expertOf(await first.decide(COURT));
    await kept(page);
    const second = await new Explorer(await context.newPage()).open();
    await second.decide(PATENT);
    await runs(first);
    await second.slider("Size").press("End");
    await expect(first.slider("Size")).toHaveValue("0");
    await expect(first.prompt).toHaveValue(COURT);
    const dialog = await offline(second.page);
    await dialog.getByRole("button", { name: `Delete ${expert.label}`, exact: true }).click();
    await expect(dialog.getByRole("checkbox", { name: expert.label, exact: true })).toBeEnabled();
    await runs(first);
    expect([...first.errors, ...second.errors]).toEqual([]);
  });
});

test.describe("page", () => {
  test("a damaged link opens, and says which parts of it were left out", async ({ page }) => {
    const damaged = `#${new URLSearchParams({ prompt: COURT })}&y=%FF%FE&l.size=NaN&area=1_2~x&sort=-nonsense&at=${"x".repeat(9_000)}&axis=nowhere&%E0%A4%A`;
    const explorer = await new Explorer(page).open(process.env.EXPLORER_URL + damaged);
    await explorer.decision(COURT);
    const note = page.getByRole("status", { name: "Link" });
    await expect(note).toContainText(
      /Parts of this link mean nothing here and were left out: .*“y”.*“l\.size”.*The rest is shown/,
    );
    await plotsAreThere(explorer);
    await note.getByRole("button", { name: "close" }).click();
    await expect(note).toBeEmpty();
    expect(explorer.errors).toEqual([]);
  });

  test("with reduced motion nothing moves by itself", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    const moving = () => page.evaluate(() => document.getAnimations().length);
    await explorer.slider("Size").press("End");
    expect(await moving()).toBe(0);
    await explorer.decide(PATENT);
    expect(await moving()).toBe(0);
  });

  test("at a zoom of 200% nothing is cut off to the side, dialogs included", async ({ page }) => {
    // A window of 1280 × 800 pixels at 200% has room for half as many.
    await page.setViewportSize({ width: 640, height: 400 });
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await runs(explorer);
    const overflow = () =>
      page.evaluate(() => document.scrollingElement!.scrollWidth - document.scrollingElement!.clientWidth);
    expect(await overflow()).toBe(0);
    for (const [button, title] of [
      ["Offline", "Use without a network"],
      ["Licences", "Licences"],
    ] as const) {
      await page.getByRole("button", { name: button, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: title });
      const { x, width } = (await dialog.boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(640);
      await dialog.getByRole("button", { name: "Close" }).click();
    }
  });

  test("where scripts cannot start, a sentence says what is missing", async ({ page, browser }) => {
    const sentence = /has not started\. It needs a browser with JavaScript modules/;
    const html = await (await page.request.get(process.env.EXPLORER_URL!)).text();
    await page.route(process.env.EXPLORER_URL!, (route) =>
      route.fulfill({ contentType: "text/html", body: html.replace('type="module"', 'type="unknown"') }),
    );
    await page.goto(process.env.EXPLORER_URL!);
    await expect(page.getByText(sentence)).toBeVisible();
    await page.unrouteAll();
    await page.route(/\/assets\/index-[^/]+\.js$/, (route) => route.fulfill({ status: 404, body: "gone" }));
    await page.reload();
    await expect(page.getByText(sentence)).toBeVisible();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const still = await context.newPage();
    await still.goto(process.env.EXPLORER_URL!);
    // Searches by text pass over this element.
    await expect(still.locator("noscript")).toBeVisible();
    expect(await still.locator("noscript").textContent()).toMatch(/needs JavaScript\. Please turn it on/);
    await context.close();
  });
});
