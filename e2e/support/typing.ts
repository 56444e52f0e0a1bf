import type { Page } from "@playwright/test";

/** Observations of the decision, frame by frame. */
export interface Watched {
  frames: number;
  /** Frames in which the decision belonged to an older text and was not marked as such. */
  stale: number;
  /** Frames in which the decision belonged to an older text than in the previous frame. */
  backwards: number;
}

/** Observes, in the page, whether the decision belongs to the text in the prompt box; for text that only grows. */
export async function watchDecision(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const box = document.querySelector<HTMLTextAreaElement>(".prompt-box textarea")!;
    const chosen = document.querySelector<HTMLElement>(".chosen")!;
    const watched = { frames: 0, stale: 0, backwards: 0 };
    let longest = 0;
    let going = true;
    const look = () => {
      const shown = chosen.dataset.prompt ?? "";
      watched.frames++;
      if (shown !== "" && shown !== box.value && chosen.getAttribute("aria-busy") !== "true") watched.stale++;
      if (shown.length < longest) watched.backwards++;
      longest = shown.length;
      if (going) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, {
      endWatch: () => {
        going = false;
        return watched;
      },
    });
  });
  return () => page.evaluate(() => (window as unknown as { endWatch: () => Watched }).endWatch());
}

/** Types a text of this length into the focused box, evenly, as fast as `perSecond` allows. */
export async function typeEvenly(page: Page, characters: number, perSecond: number): Promise<void> {
  const words = "the court finds that a model of stars reads code and patients alike ";
  const begun = Date.now();
  for (let k = 0; k < characters; k++) {
    await page.keyboard.type(words[k % words.length]!);
    const ahead = begun + (1000 * (k + 1)) / perSecond - Date.now();
    if (ahead > 0) await page.waitForTimeout(ahead);
  }
}
