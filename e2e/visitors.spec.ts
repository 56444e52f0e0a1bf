import { expect, test } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../src/examples/prompts.ts";
import { Explorer } from "./explorer.ts";

test("an example is found, seen and taken by keyboard alone, and undo brings the old prompt back", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const before = await explorer.prompt.inputValue();
  const wanted = EXAMPLE_PROMPTS.find(({ title }) => title === "German")!;
  await page.keyboard.press("e");
  const gallery = page.getByRole("dialog", { name: "Example prompts" });
  const search = gallery.getByRole("combobox", { name: "Search the examples" });
  await expect(search).toBeFocused();
  await expect(gallery.getByRole("option")).toHaveCount(EXAMPLE_PROMPTS.length);
  await page.keyboard.type("languages");
  await expect(gallery.getByRole("option", { selected: true })).toContainText(wanted.title);
  await page.keyboard.press("ArrowDown");
  await expect(gallery.getByRole("option", { selected: true })).not.toContainText(wanted.title);
  await page.keyboard.press("ArrowUp");
  const option = gallery.getByRole("option", { selected: true });
  await expect(option).toContainText(wanted.note);
  await expect(search).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id"))!);
  await page.keyboard.press("Enter");
  await expect(gallery).toHaveCount(0);
  await explorer.decision(wanted.text);
  await page.getByRole("button", { name: "Undo" }).click();
  await explorer.decision(before);
  expect(explorer.errors).toEqual([]);
});

test("the theme is the system's until the reader chooses, and the choice is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await new Explorer(page).open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.getByLabel("theme").selectOption("light");
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect(page.getByLabel("theme")).toHaveValue("light");
  expect(await background()).toBe(light);
});

test("single keys can be switched off, and are for whoever needs that", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await page.keyboard.press("/");
  await expect(explorer.prompt).toBeFocused();
  await explorer.prompt.blur();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Flags and keyboard shortcuts" });
  await help.getByRole("checkbox", { name: /^Single keys/ }).uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  for (const key of ["?", "/", "e"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(explorer.prompt).not.toBeFocused();
});
