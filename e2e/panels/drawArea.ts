import type { Locator, Page } from "@playwright/test";

/**
 * Draws with the pointer over a map and keeps it pressed at the end.
 * @param corners as shares of the canvas' width and height
 */
export async function drawOver(page: Page, canvas: Locator, corners: readonly (readonly [number, number])[]) {
  // In the middle of the window no sticky element covers it.
  await canvas.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = (await canvas.boundingBox())!;
  for (const [i, [x, y]] of corners.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
    if (i === 0) await page.mouse.down();
  }
}

/** The left half of a map, from top to bottom. */
export const LEFT_HALF = [
  [0.5, 0.004],
  [0.5, 0.996],
  [0.001, 0.996],
  [0.001, 0.004],
] as const;
