import { expect, type Page, test } from "@playwright/test";
import { exampleBound } from "../../src/core/flags/suggest.ts";
import { wordsOf } from "../../src/core/flags/words.ts";
import { serveManifest, withAllConstraints } from "../support/enriched.ts";
import { Explorer } from "../support/explorer.ts";

const TEXT = "The appellant contends that the district court erred in granting summary judgment.";
const chips = (page: Page) => page.getByRole("list", { name: "Flags" }).getByRole("listitem");

test("every constraint has its superlative, soft, weighted and bounding flag, and the help lists them", async ({
  page,
}) => {
  test.slow();
  const library = withAllConstraints();
  await serveManifest(page, library);
  const explorer = await new Explorer(page).open();
  for (const { id, label } of library.constraints) {
    const [words] = wordsOf([id]);
    await explorer.decide(`${TEXT} [Flag: ${words!.superlative[0]} model]`);
    await expect(explorer.slider(label)).toHaveValue("1000");
    await explorer.decide(`${TEXT} [Flag: ${words!.soft[0]}]`);
    await expect(explorer.slider(label)).toHaveValue("500");
    await explorer.decide(`${TEXT} [Flag: ${words!.names[0]}=0.3]`);
    await expect(explorer.slider(label)).toHaveAttribute("aria-valuetext", "0.30 nats");
    await explorer.decide(`${TEXT} [Flag: ${exampleBound(words!)}]`);
    await expect(explorer.slider(label)).toHaveValue("0");
    await expect(chips(page)).toContainText(/Excludes \d+ of \d+ experts\./);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Help" }).click();
  const help = page.getByRole("dialog");
  for (const { id, label } of library.constraints) {
    const [words] = wordsOf([id]);
    await expect(help.getByRole("row", { name: new RegExp(`^${label} `) })).toContainText(words!.superlative[0]!);
  }
  expect(explorer.errors).toEqual([]);
});

test("unknown, contradictory and repeated flags are explained in place, and several act at once", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(
    `${TEXT} [Flag: Smallest model] [Flag:最小模型] [Flag: size=1] [Flag: newer than 2020] [Flag: blue] [Flag: largest]`,
  );
  await expect(chips(page)).toHaveCount(6);
  await expect(chips(page).nth(0)).toContainText("to the end of its slider");
  await expect(chips(page).nth(1)).toContainText("repeated: [Flag: Smallest model] says so already");
  await expect(chips(page).nth(2)).toContainText("contradictory");
  await expect(chips(page).nth(3)).toContainText(/newest text is from 2021 or later.*Excludes \d+/);
  await expect(chips(page).nth(4)).toContainText("unknown: “blue” is not a known flag");
  await expect(chips(page).nth(5)).toContainText("contradictory");
  await expect(explorer.slider("Size")).toHaveValue("1000");
});

test("sliders and chips stay in step: a slider moved by hand overrules its flag until it is set again or taken out", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(`${TEXT} [Flag: small]`);
  await expect(explorer.slider("Size")).toHaveValue("500");
  const inAddress = () => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("l.size");
  await expect.poll(inAddress).not.toBeNull();
  const flagged = inAddress();
  await explorer.slider("Size").press("PageUp");
  await expect(chips(page)).toContainText("You moved the slider");
  const moved = await explorer.slider("Size").inputValue();
  // The URL follows within half a second: an earlier reload would restore the flag's λ.
  await expect.poll(inAddress).not.toBe(flagged);
  // A reload restores the link's values, not the flag's.
  await page.reload();
  await explorer.decision(`${TEXT} [Flag: small]`);
  await expect(explorer.slider("Size")).toHaveValue(moved);
  await chips(page).getByRole("button", { name: "set it again" }).click();
  await expect(explorer.slider("Size")).toHaveValue("500");
  await chips(page)
    .getByRole("button", { name: /^Take .* out/ })
    .click();
  await expect(explorer.prompt).toHaveValue(TEXT);
  await expect(chips(page)).toHaveCount(0);
  await expect(explorer.slider("Size")).toHaveValue("0");
});
