import { expect, type Page, test } from "@playwright/test";
import { judgedPrompts, shippedBenchmark } from "../support/benchmark.ts";
import { Explorer, manifest } from "../support/explorer.ts";
import { settled } from "../support/timers.ts";
import { drawOver, LEFT_HALF } from "./drawArea.ts";

const PROMPT = "The appellant contends that the district court erred in granting summary [MASK].";
const address = (view: Record<string, string>) => `${process.env.EXPLORER_URL}#${new URLSearchParams(view)}`;

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

/** A headline prompt far from all others, and not at the edge of the map. */
async function lonely() {
  const benchmark = await shippedBenchmark();
  const ends = (values: Float32Array) => [Math.min(...values), Math.max(...values)] as const;
  const [[x0, x1], [y0, y1]] = [ends(benchmark.x), ends(benchmark.y)];
  const inside = (at: number, low: number, high: number) =>
    at > low + 0.1 * (high - low) && at < high - 0.1 * (high - low);
  const room = (one: { id: string; x: number; y: number }) =>
    Math.min(
      ...benchmark.ids.map((id, row) =>
        id === one.id ? Number.POSITIVE_INFINITY : Math.hypot(benchmark.x[row]! - one.x, benchmark.y[row]! - one.y),
      ),
    );
  const [found] = judgedPrompts(benchmark)
    .filter(({ x, y }) => inside(x, x0, x1) && inside(y, y0, y1))
    .map((prompt) => ({ ...prompt, room: room(prompt) }))
    .sort((a, b) => b.room - a.room);
  return { ...found!, row: benchmark.ids.indexOf(found!.id), benchmark };
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

test("a second finger, or a press that the system takes away, selects no area", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const { map, canvas } = parts(explorer);
  await map.getByRole("button", { name: "Select area" }).click();
  const draw = (end: "pointercancel" | "second finger") =>
    canvas.evaluate((element, how) => {
      const box = element.getBoundingClientRect();
      const send = (name: string, x: number, y: number, pointerId = 1) =>
        element.dispatchEvent(
          new PointerEvent(name, {
            bubbles: true,
            pointerId,
            pointerType: "touch",
            clientX: box.left + x * box.width,
            clientY: box.top + y * box.height,
          }),
        );
      // Only real pointers can be captured.
      element.setPointerCapture = () => undefined;
      send("pointerdown", 0.1, 0.1);
      for (const [x, y] of [
        [0.5, 0.1],
        [0.5, 0.9],
        [0.1, 0.9],
      ] as const)
        send("pointermove", x, y);
      if (how === "second finger") {
        send("pointerdown", 0.9, 0.9, 2);
        send("pointermove", 0.8, 0.8, 2);
        send("pointerup", 0.8, 0.8, 2);
        send("pointerup", 0.1, 0.9);
      } else send(how, 0, 0);
    }, end);
  const selected = explorer.region("Prompts").getByRole("status", { name: "Selection" });
  const before = await selected.innerText();
  await draw("pointercancel");
  await draw("second finger");
  await settled(page);
  expect(await selected.innerText()).toBe(before);
  expect(page.url()).not.toContain("area=");
  // The tool is still active.
  await expect(map.getByRole("button", { name: "Select area" })).toHaveAttribute("aria-pressed", "true");
  expect(explorer.errors).toEqual([]);
});

test("a point that is zoomed in on shows its domain, source, keywords and losses, and opens by a click", async ({
  page,
}) => {
  const target = await lonely();
  const explorer = await new Explorer(page).open(address({ "see.router": `${target.x}_${target.y}_40` }));
  const { map, canvas, detail } = parts(explorer);
  await expect(map.getByRole("img", { name: /^Router map of/ })).toBeVisible();
  const card = map.locator(".map-card");
  // Panels that fill after the start may still change the map's size, and with it its middle.
  const middle = async () => {
    const box = (await canvas.boundingBox())!;
    return { position: { x: box.width / 2, y: box.height / 2 } };
  };
  await expect(async () => {
    await canvas.hover(await middle());
    await expect(card).toContainText(`regret ${target.regret.toFixed(2)}`, { timeout: 1_000 });
  }).toPass();
  const { source, keywords, domain } = target.benchmark;
  await expect(card).toContainText(source[target.row]!);
  await expect(card).toContainText(keywords[target.row]!);
  await expect(card).toContainText(manifest.domains.find(({ id }) => id === domain[target.row])!.label);
  await expect(card).toContainText(target.loss.toFixed(2));
  await canvas.click(await middle());
  await expect(detail).toHaveAccessibleName(`Prompt ${target.id}`);
});

test("with less motion asked for, nothing trails the prompt", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const explorer = await new Explorer(page).open();
  await explorer.decide(PROMPT);
  await explorer.decide("import numpy as np");
  await expect(parts(explorer).nearest.getByRole("listitem").first()).toBeVisible();
  await expect(parts(explorer).map.locator(".trail line")).toHaveCount(0);
  await expect(parts(explorer).map.getByLabel("trail of the typed prompt")).toBeDisabled();
});

test("a layout is computed here, by epochs; it can be given up, finished, and the shipped one restored", async ({
  page,
}) => {
  test.slow(); // hundreds of epochs over the whole benchmark
  const explorer = await new Explorer(page).open();
  await explorer.decide(PROMPT);
  const { map, facts } = parts(explorer);
  const summary = facts.locator("summary");
  await expect(summary).toContainText("as shipped");
  await summary.click();
  await facts.getByLabel("neighbours").fill("1");
  await expect(facts.getByRole("alert")).toContainText("from 2 to 100");
  await expect(facts.getByRole("button", { name: "Compute" })).toBeDisabled();
  await facts.getByLabel("neighbours").fill("5");
  await facts.getByLabel("seed").fill("3");
  const compute = facts.getByRole("button", { name: "Compute" });
  await compute.click();
  await expect(facts.getByRole("progressbar", { name: "Computing the layout" })).toBeVisible();
  // Exact neighbours of thousands of prompts come first.
  await expect(facts).toContainText(/epoch \d+ of \d+/, { timeout: 120_000 });
  await facts.getByRole("button", { name: "Cancel" }).click();
  await expect(summary).toContainText("as shipped");
  await expect(page).not.toHaveURL(/umap=/);

  await compute.click();
  await expect(summary).toContainText("computed here with seed 3, 5 neighbours", { timeout: 150_000 });
  await expect(page).toHaveURL(/umap=3_5_/);
  // The typed prompt and its neighbours have moved along.
  await expect(map.locator(".typed")).toBeVisible();
  // A drawn area selects prompts of this layout, and the link contains them.
  await map.getByRole("button", { name: "Select area" }).click();
  await drawOver(page, map.locator("canvas"), LEFT_HALF);
  await page.mouse.up();
  await expect(page).toHaveURL(/picked=/);
  await expect(explorer.region("Prompts").getByRole("status", { name: "Selection" })).toContainText("selected");

  await facts.getByRole("button", { name: "Restore the shipped layout" }).click();
  await expect(summary).toContainText("as shipped");
  await expect(page).not.toHaveURL(/umap=/);
  expect(explorer.errors).toEqual([]);
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

test("a library without a causal space says so in one line", async ({ page }) => {
  await page.route("**/models/library.json", async (route) => {
    const library = structuredClone(manifest);
    delete library.benchmark.spaces;
    await route.fulfill({ json: library });
  });
  const explorer = await new Explorer(page).open();
  await expect(parts(explorer).map).toContainText("no map of a causal model");
  await expect(explorer.region("Causal map")).toHaveCount(0);
});
