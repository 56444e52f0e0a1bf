import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest, openMenu } from "../support/explorer.ts";
import { inWorkers, limitStorage, spoilSavedState, withoutStorage } from "../support/faults.ts";
import { kept } from "../support/kept.ts";
import { COURT, expertOf, PATENT, runs } from "./recovery.ts";

test.use({ serviceWorkers: "allow" });

const offline = async (page: Page) => {
  await (await openMenu(page)).getByRole("button", { name: "Offline", exact: true }).click();
  return page.getByRole("dialog", { name: "Use offline" });
};

test("where it is blocked everything works, and the offline screen says why nothing is kept", async ({ page }) => {
  await page.addInitScript(withoutStorage);
  await inWorkers(page, withoutStorage);
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await runs(explorer);
  await expect(await offline(page)).toContainText(/cannot store this page \(private window, blocked storage/);
  expect(explorer.errors).toEqual([]);
});

test("when the quota is used up, keeping an expert is refused with the reason, and running it works", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  const expert = expertOf(await explorer.decide(COURT));
  await kept(page);
  await limitStorage(page, 1_000_000);
  const dialog = await offline(page);
  await dialog.getByRole("checkbox", { name: expert.label, exact: true }).check();
  await dialog.getByRole("button", { name: /^Make available offline/ }).click();
  await expect(dialog.getByRole("alert")).toContainText(/no room left .*free space on the disk/);
  await dialog.getByRole("button", { name: "Close" }).click();
  await runs(explorer);
  await expect(explorer.prompt).toHaveValue(COURT);
});

test("what an older version or a damaged disk has left is replaced or passed over", async ({ page }) => {
  test.slow(); // two visits
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  await kept(page);
  await spoilSavedState(page, manifest.router.model);
  await page.reload();
  expect(await explorer.decide(COURT)).toBe(chosen);
  await runs(explorer);
  const router = await page.evaluate(async (model) => {
    const cache = await caches.open("tryage-files");
    const request = (await cache.keys()).find(({ url }) => url.includes(model))!;
    return (await (await cache.match(request))!.arrayBuffer()).byteLength;
  }, manifest.router.model);
  expect(router).toBe(manifest.files[manifest.router.model]!.bytes);
  expect(explorer.errors).toEqual([]);
});

test("two tabs share what is kept and nothing else", async ({ page, context }) => {
  test.slow();
  const first = await new Explorer(page).open();
  const expert = expertOf(await first.decide(COURT));
  await kept(page);
  const second = await new Explorer(await context.newPage()).open();
  await second.decide(PATENT);
  await runs(first);
  await second.slider("Size").press("End");
  await expect(first.slider("Size")).toHaveValue("0");
  await expect(first.prompt).toHaveValue(COURT);
  const dialog = await offline(second.page);
  await dialog.getByRole("button", { name: `Delete ${expert.label}`, exact: true }).click();
  await expect(dialog.getByRole("checkbox", { name: expert.label, exact: true })).toBeEnabled();
  await runs(first);
  expect([...first.errors, ...second.errors]).toEqual([]);
});
