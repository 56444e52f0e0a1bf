import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";
import { settled } from "../support/timers.ts";

function parts(explorer: Explorer) {
  const map = explorer.region("Router map");
  const facts = explorer.region("About the maps");
  return {
    map,
    facts,
    canvas: map.locator("canvas"),
    surface: map.getByRole("group", { name: /^Router map/ }),
    all: map.getByRole("button", { name: "Router map: show all" }),
    nearest: map.getByRole("list", { name: "Benchmark prompts nearest to yours" }),
    scores: facts.getByRole("table", { name: "Domain separation" }),
    detail: explorer.region("Prompts").getByRole("region", { name: /^Prompt / }),
  };
}

/** The camera in the URL, once it reflects the actions so far. */
async function camera(page: Page): Promise<number[]> {
  await settled(page);
  await expect(page).toHaveURL(/see\.router=/);
  return cameraIn(page.url());
}

function cameraIn(link: string): number[] {
  return new URLSearchParams(new URL(link).hash.slice(1)).get("see.router")!.split("_").map(Number);
}

test("the map is zoomed by keys, wheel and buttons, dragged, shown whole again; a link restores what is seen", {
  tag: "@journey",
}, async ({ page }) => {
  test.slow(); // two visits
  const explorer = await new Explorer(page).open();
  const { map, canvas, surface, all } = parts(explorer);
  await expect(all).toBeDisabled();
  await surface.press("+");
  const [, , once] = await camera(page);
  expect(once).toBeGreaterThan(1);
  await map.getByRole("button", { name: "Router map: zoom in" }).click();
  await expect.poll(async () => (await camera(page))[2]!).toBeGreaterThan(once! * 1.2);

  const [, , before] = await camera(page);
  await expect
    .poll(async () => {
      // Panels that fill after the start still move the map: move the pointer to its current middle. A wheel event right after the
      // page has scrolled belongs to the page.
      await canvas.hover();
      await page.mouse.wheel(0, -200);
      return (await camera(page))[2]!;
    })
    .toBeGreaterThan(before! * 1.3);

  const [x] = await camera(page);
  await canvas.hover();
  const box = (await canvas.boundingBox())!;
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 60, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  // What was at the right has moved towards the middle.
  await expect.poll(async () => (await camera(page))[0]!).toBeGreaterThan(x!);
  // A drag does not open a prompt.
  await expect(parts(explorer).detail).toHaveCount(0);

  await settled(page);
  const link = page.url();
  const second = await new Explorer(await page.context().newPage()).open(link);
  await expect(parts(second).all).toBeEnabled();
  expect(await camera(second.page)).toEqual(cameraIn(link));
  await second.page.close();

  await surface.press("0");
  await expect(all).toBeDisabled();
  await expect(page).not.toHaveURL(/see\.router=/);
  expect(explorer.errors).toEqual([]);
});

test("a pinch on the trackpad zooms in Safari too, which sends events of its own for it", async ({ page }) => {
  // The page recognises Safari by this constructor.
  await page.addInitScript(() => Object.assign(window, { GestureEvent: class GestureEvent extends Event {} }));
  const explorer = await new Explorer(page).open();
  const { canvas, all } = parts(explorer);
  await expect(all).toBeDisabled();
  const pageMayTakeIt = await canvas.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    const send = (name: string, scale: number) =>
      element.dispatchEvent(Object.assign(new Event(name, { bubbles: true, cancelable: true }), { scale, ...at }));
    return [send("gesturestart", 1), send("gesturechange", 1.5), send("gesturechange", 3), send("gestureend", 3)];
  });
  expect(pageMayTakeIt).toEqual([false, false, false, false]);
  await expect.poll(async () => (await camera(page))[2]!).toBeCloseTo(3, 3);
  expect(explorer.errors).toEqual([]);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true });

  test("two fingers zoom the map and move it, one finger moves it; neither opens a prompt", async ({ page }) => {
    const explorer = await new Explorer(page).open();
    const { canvas, all, detail } = parts(explorer);
    await expect(all).toBeDisabled();
    await canvas.scrollIntoViewIfNeeded();
    await settled(page);
    const { x, y, width, height } = (await canvas.boundingBox())!;
    const [left, top] = [x + width / 2, y + height / 2];
    const touchscreen = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...fingers: (readonly [number, number])[]) =>
      touchscreen.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: fingers.map(([dx, dy], id) => ({ x: left + dx, y: top + dy, id })),
      });
    await touch("touchStart", [-20, 0]);
    await touch("touchStart", [-20, 0], [20, 0]);
    for (const apart of [30, 40, 50, 60]) await touch("touchMove", [-apart, 0], [apart, 0]);
    await touch("touchEnd");
    await expect.poll(async () => (await camera(page))[2]!).toBeCloseTo(3, 1);

    const [before] = await camera(page);
    await touch("touchStart", [40, 0]);
    for (const dx of [20, 0, -20, -40]) await touch("touchMove", [dx, 0]);
    await touch("touchEnd");
    await expect.poll(async () => (await camera(page))[0]!).toBeGreaterThan(before!);
    expect((await camera(page))[2]!).toBeCloseTo(3, 1);
    await expect(detail).toHaveCount(0);
    expect(explorer.errors).toEqual([]);
  });
});

test("the causal model's map shows the same prompts; what is marked on one map is marked on both", async ({ page }) => {
  test.skip(manifest.benchmark.spaces === undefined, "the shipped library has no causal space");
  const explorer = await new Explorer(page).open();
  const { map, canvas, scores } = parts(explorer);
  const causal = explorer.region("Causal map");
  await expect(causal.locator("canvas")).toBeVisible();
  await expect(scores.getByRole("columnheader", { name: "causal model" })).toBeVisible();
  const row = explorer.region("Prompts").getByRole("grid").locator("tbody tr[data-prompt]").first();
  await row.hover();
  await expect(map.locator("circle.hovered")).toBeAttached();
  await expect(causal.locator("circle.hovered")).toBeAttached();
  await expect(canvas).toBeVisible();
  await map.getByLabel("show the causal model's map").uncheck();
  await expect(causal).toHaveCount(0);
  await expect(page).toHaveURL(/compare=no/);
});
