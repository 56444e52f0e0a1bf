import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { openExplorer } from "../testing/explorer.tsx";
import { MainMenu } from "./MainMenu.tsx";

const Menu = () => <MainMenu onTour={() => undefined} />;

const button = page.getByRole("button", { name: "Menu", exact: true });
const menu = page.getByRole("group", { name: "Menu", exact: true });

test("the menu opens below its button by keyboard, its controls come next, and Escape closes it", async () => {
  const explorer = await openExplorer({ panels: [Menu] });
  await expect.element(menu).not.toBeInTheDocument();
  await explorer.press(button, "{Enter}");
  await expect.element(menu).toBeVisible();
  const [top, box] = [button.element(), menu.element()].map((element) => element.getBoundingClientRect());
  expect(box!.top).toBeGreaterThanOrEqual(top!.bottom);
  expect(box!.left >= 0 && box!.right <= innerWidth && box!.bottom <= innerHeight).toBe(true);
  await userEvent.keyboard("{Tab}");
  expect(menu.element().contains(document.activeElement)).toBe(true);
  await userEvent.keyboard("{Escape}");
  await expect.element(menu).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});

test("a dialog of the menu closes the menu, and gives the focus back to its button", async () => {
  await openExplorer({ panels: [Menu] });
  await button.click();
  await page.getByRole("button", { name: "Help" }).click();
  await expect.element(page.getByRole("dialog")).toBeVisible();
  await expect.element(menu).not.toBeInTheDocument();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});
