import { expect, type Locator, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";

const look = (locator: Locator) =>
  locator.evaluate((element) => {
    const { backgroundColor, color, outlineStyle, borderTopStyle, borderTopColor } = getComputedStyle(element);
    return { backgroundColor, color, outlineStyle, borderTopStyle, borderTopColor };
  });

/** System colours, as computed by the browser. */
const system = (locator: Locator, name: string) =>
  locator.evaluate((element, wanted) => {
    const probe = document.createElement("span");
    probe.style.forcedColorAdjust = "none";
    probe.style.color = wanted;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);

test("with forced colours hidden tokens, chosen buttons, bars and marks are told apart", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const explorer = await new Explorer(page).open();
  await explorer.decide("We review the ruling of the district court de [MASK].");
  const body = page.locator("body");
  const [highlight, canvas] = [await system(body, "Highlight"), await system(body, "Canvas")];

  const token = page.getByRole("button", { name: "court", exact: true });
  const before = await look(token);
  await token.click();
  await expect(token).toHaveAttribute("aria-pressed", "true");
  expect((await look(token)).backgroundColor).toBe(highlight);
  expect(before.backgroundColor).not.toBe(highlight);

  const pressed = page.locator('button.small[aria-pressed="true"]').first();
  expect((await look(pressed)).backgroundColor).toBe(highlight);
  const domain = explorer.region("Domains").locator("tbody th button").first();
  await domain.click();
  expect((await look(domain)).backgroundColor).toBe(highlight);

  // Colours that are data stay: the parts of the bars, the dots of the legend, the cells of the heat map.
  for (const selector of [".bar-part", ".legend .dot", ".expert-swatch", ".heat td[style]"]) {
    const { backgroundColor } = await look(page.locator(selector).first());
    expect([selector, backgroundColor]).not.toEqual([selector, canvas]);
    expect([selector, backgroundColor]).not.toEqual([selector, "rgba(0, 0, 0, 0)"]);
  }
  expect((await look(page.locator(".expert.winner"))).outlineStyle).toBe("solid");
  // A switched-off domain is also marked by text and border.
  const legend = page.getByRole("list", { name: "Domains on the map" }).getByRole("button").first();
  await legend.click();
  expect((await look(legend)).borderTopStyle).toBe("dashed");
  expect(explorer.errors).toEqual([]);
});
