import { expect, type Page, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";

const TEXT = "The appellant contends that the district court erred in granting summary judgment.";
const chips = (page: Page) => page.getByRole("list", { name: "Flags" }).getByRole("listitem");

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
    .getByRole("button", { name: /^Remove .* from the prompt/ })
    .click();
  await expect(explorer.prompt).toHaveValue(TEXT);
  await expect(chips(page)).toHaveCount(0);
  await expect(explorer.slider("Size")).toHaveValue("0");
});
