import { expect, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";
import { typeEvenly, watchDecision } from "../support/typing.ts";

const LONG = 100_000;
const EXPERT = new RegExp(manifest.experts.map(({ id }) => id).join("|"));

/** What a user may paste, and the expected result: a decision, or why there is none. */
const INPUTS: readonly [what: string, text: string, says: RegExp][] = [
  ["100,000 characters", "The court affirmed. ".repeat(LONG / 20), EXPERT],
  ["100,000 characters without a space", "x".repeat(LONG), EXPERT],
  ["100,000 opening brackets", "[".repeat(LONG), EXPERT],
  ["thousands of flags", "[Flag: small] ".repeat(5_000), /The flags are set/],
  ["only flags", "[Flag: small] [Flag: newer than 2010]", /The flags are set/],
  ["flags that bar everybody", "The court [Flag: under 1 parameters]", /No expert meets the bounds/],
  ["only masks", "[MASK] ".repeat(200), EXPERT],
  ["no letters", "3.14 -- 2,71 ?! ##", EXPERT],
  ["only spaces", " \n\t  ", /Type a prompt/],
  ["nothing", "", /Type a prompt/],
  ["emoji", "👩‍👩‍👧‍👦🏳️‍🌈🚀".repeat(40), EXPERT],
  ["right to left, with marks that turn the direction", "שלום עולם \u202eabc\u202c مرحبا", EXPERT],
  ["NUL", "a\0b\0\0 court", EXPERT],
  ["unpaired surrogates", "a\ud800b\udc00 \udfff", EXPERT],
  ["other languages", "Прокурор обжаловал приговор. 判決は確定した。 Odwołanie oddalono.", EXPERT],
  ["combining marks", `Z${"\u0301".repeat(5_000)}algo`, EXPERT],
];

test("whatever is pasted gets a decision or a clear reason, and the page goes on", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  const first = await explorer.decide("We review the ruling de [MASK].");
  for (const [what, text, says] of INPUTS) {
    // Like pasting; the test protocol could not transmit unpaired surrogates.
    const units = [...Array(text.length).keys()].map((i) => text.charCodeAt(i));
    await explorer.prompt.evaluate((box: HTMLTextAreaElement, codes) => {
      const value = codes.map((code) => String.fromCharCode(code)).join("");
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")!.set!.call(box, value);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }, units);
    await expect(explorer.chosen, what).toContainText(says);
    await expect(explorer.chosen, what).toHaveAttribute("aria-busy", "false");
    const shown = await page.evaluate(() => [
      document.querySelector<HTMLElement>(".chosen")!.dataset.prompt,
      document.querySelector<HTMLTextAreaElement>(".prompt-box textarea")!.value,
    ]);
    if (shown[0] !== undefined) expect(shown[0] === shown[1], what).toBe(true);
  }
  expect(await explorer.decide("We review the ruling de [MASK].")).toBe(first);
  expect(explorer.errors).toEqual([]);
});

test("typing 30 characters a second never shows the decision of an older text as if it were the newest one's", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide("A");
  await explorer.prompt.focus();
  const watched = await watchDecision(page);
  await typeEvenly(page, 240, 30);
  const text = await explorer.prompt.inputValue();
  await explorer.decision(text);
  const { frames, ...faults } = await watched();
  expect(frames).toBeGreaterThan(20);
  expect(faults).toEqual({ stale: 0, backwards: 0 });
  expect(text.length).toBe(241);
});
