import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { Explorer } from "../support/explorer.ts";
import { DIST, kept, storedPaths } from "../support/kept.ts";

test.use({ serviceWorkers: "allow" });

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";

test("a new version is offered and taken over whole, in every tab; a broken upload is never taken", {
  tag: "@journey",
}, async ({ page, context }) => {
  test.slow(); // six visits
  const folder = mkdtempSync(join(tmpdir(), "explorer-"));
  cpSync(DIST, folder, { recursive: true, filter: (path) => !/(assets|models)$/.test(path) });
  for (const part of ["assets", "models"]) symlinkSync(resolve(DIST, part), join(folder, part));
  const site = await serve(folder);
  const next = page.getByRole("complementary", { name: "Update" });
  const update = () => page.evaluate(() => navigator.serviceWorker.ready.then((one) => one.update()).then(() => null));
  try {
    const explorer = await new Explorer(page).open(site.url);
    await explorer.decide(COURT);
    await kept(page);
    // The URL restores the prompt, once it contains it.
    await expect(page).toHaveURL(/prompt=/);
    await page.reload();
    await explorer.decision(COURT);
    const other = await new Explorer(await context.newPage()).open(site.url);
    await other.decide(COURT);

    const html = readFileSync(join(folder, "index.html"), "utf8");
    const worker = readFileSync(join(folder, "sw.js"), "utf8");
    const renamed = html.replace("<title>Tryage Explorer<", "<title>Tryage Explorer, next<");
    // The new service worker arrives before the new page, as in an unfinished upload.
    writeFileSync(
      join(folder, "sw.js"),
      worker.replace(await sha256(html), await sha256(renamed)).replace(...grown(html, renamed)),
    );
    await update();
    // The new version is rejected: it becomes redundant, or already is and nothing is being installed.
    await page.evaluate(async () => {
      const { installing } = await navigator.serviceWorker.ready;
      if (!installing) return;
      await new Promise<void>((done) => {
        const look = () => installing.state === "redundant" && done();
        installing.addEventListener("statechange", look);
        look();
      });
    });
    await expect(next).toHaveCount(0);
    await page.reload();
    await expect(page).toHaveTitle("Tryage Explorer");

    writeFileSync(join(folder, "index.html"), renamed);
    // The newly loaded page also checks for a new version. If that check is still looking at the unfinished upload, this one joins
    // it and finds nothing: then check again, as browsers do on every visit.
    await expect(async () => {
      await update();
      await expect(next).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await expect(page).toHaveTitle("Tryage Explorer");
    await next.getByRole("button", { name: "Reload" }).click();
    await expect(page).toHaveTitle("Tryage Explorer, next");
    await expect(other.page).toHaveTitle("Tryage Explorer, next");
    await explorer.decision(COURT);
    await expect(next).toHaveCount(0);
    expect((await storedPaths(page)).filter((path) => path === "index.html")).toHaveLength(1);
  } finally {
    await site.close();
    rmSync(folder, { recursive: true });
  }
});

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("hex");
}

/** How the page's entry in sw.js changes, as arguments of `replace`. */
function grown(before: string, after: string): [string, string] {
  const bytes = (text: string) => `bytes:${Buffer.byteLength(text)},type:\`text/html`;
  return [bytes(before), bytes(after)];
}
