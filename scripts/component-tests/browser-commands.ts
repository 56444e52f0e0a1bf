import type { BrowserCommand } from "vitest/node";

export type MouseStep = readonly [action: "move", x: number, y: number] | readonly [action: "down" | "up"];

/** Moves and presses the browser's own mouse. Positions are in pixels of the page under test. */
export const mouse: BrowserCommand<[steps: readonly MouseStep[]]> = async ({ page, iframe }, steps) => {
  // The page under test is a frame of the runner's.
  const frame = (await iframe.owner().boundingBox()) ?? { x: 0, y: 0 };
  for (const [action, x = 0, y = 0] of steps) {
    if (action === "move") await page.mouse.move(frame.x + x, frame.y + y, { steps: 4 });
    else await page.mouse[action]();
  }
};

export interface Media {
  reducedMotion?: "reduce" | null;
  colorScheme?: "light" | "dark" | null;
  forcedColors?: "active" | null;
}

/** Sets what the reader's system asks of pages; null for what the browser asks by itself. */
export const media: BrowserCommand<[media: Media]> = ({ page }, wanted) => page.emulateMedia(wanted);

declare module "vitest/browser" {
  interface BrowserCommands {
    mouse(steps: readonly MouseStep[]): Promise<void>;
    media(media: Media): Promise<void>;
  }
}
