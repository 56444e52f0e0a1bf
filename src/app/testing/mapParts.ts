import type { Locator } from "vitest/browser";
import { type Explorer, mouse } from "./explorer.tsx";

export const LAW_PROMPT = "The appellant contends that the district court erred in granting summary judgment.";

/** What the tests of the map look at. */
export function mapParts(explorer: Explorer) {
  const map = explorer.region("Router map");
  const facts = explorer.region("About the maps");
  return {
    map,
    facts,
    canvas: map.getByCSS("canvas"),
    surface: map.getByRole("group", { name: /^Router map/ }),
    all: map.getByRole("button", { name: "Router map: show all" }),
    nearest: map.getByRole("list", { name: "Benchmark prompts nearest to yours" }),
    scores: facts.getByRole("table", { name: "Domain separation" }),
    detail: explorer.region("Prompts").getByRole("region", { name: /^Prompt / }),
    status: explorer.region("Prompts").getByRole("status", { name: "Selection" }),
    area: map.getByRole("button", { name: "Select area" }),
  };
}

/** Zoom in the link, 1 for the whole map. */
export const zoomOf = (explorer: Explorer) => () => Number(explorer.inLink("see.router")?.split("_")[2] ?? 1);

export const scroll = (canvas: Locator) => canvas.element().scrollIntoView({ block: "center" });

/** Draws with the mouse; corners are shares of the canvas' width and height. The button stays pressed. */
export async function draw(canvas: Locator, corners: readonly (readonly [number, number])[]) {
  scroll(canvas);
  const box = canvas.element().getBoundingClientRect();
  const [first, ...rest] = corners.map(([x, y]) => ["move", box.x + x * box.width, box.y + y * box.height] as const);
  await mouse(first!, ["down"], ...rest);
}

export const LEFT_HALF = [
  [0.5, 0.004],
  [0.5, 0.996],
  [0.001, 0.996],
  [0.001, 0.004],
] as const;
