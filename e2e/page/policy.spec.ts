import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { CONNECT_SOURCES } from "../../scripts/build/policy.ts";
import { Explorer } from "../support/explorer.ts";
import { DIST, kept } from "../support/kept.ts";

test.use({ serviceWorkers: "allow" });

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
  `connect-src ${CONNECT_SOURCES.join(" ")}; style-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; ` +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types explorer default";

/** Everything that the content security policy blocks from now on: in the page and, as logged by the browser, in workers. */
async function watchViolations(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction("reportViolation", (violation: string) => violations.push(violation));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      const { reportViolation } = window as unknown as { reportViolation: (violation: string) => void };
      reportViolation(`${violatedDirective}: ${blockedURI} in ${sourceFile}`);
    });
  });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}

/** Routes, moves sliders, runs an expert and visits every panel. */
async function useEverything(explorer: Explorer): Promise<void> {
  await explorer.decide("Sales rose in the third quarter while [MASK] fell. [Flag: small]");
  for (const slider of await explorer.page.getByRole("slider").all()) {
    await slider.press("End");
    await slider.press("Home");
  }
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  for (const name of ["Pareto front", "Router map"]) {
    for (const choice of await explorer.region(name).getByRole("combobox").all()) {
      const values = await choice
        .locator("option:enabled")
        .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
      for (const value of values) await choice.selectOption(value);
    }
  }
  for (const name of ["Decision", "Pareto front", "Router map", "Domains"]) {
    await explorer.region(name).hover();
  }
}

test("the policy stands in the page, before anything that it governs, and in the file for hosts that send headers", async ({
  page,
}) => {
  const html = await (await page.request.get(process.env.EXPLORER_URL!)).text();
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.search(/<(script|link|style)\b/));
  await new Explorer(page).open();
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  expect(await meta.getAttribute("content")).toBe(POLICY);
  const headers = readFileSync(join(DIST, "_headers"), "utf8");
  expect(headers).toContain(`  Content-Security-Policy: ${POLICY}; frame-ancestors 'none'\n`);
  expect(headers).toMatch(/^ {2}Referrer-Policy: no-referrer$/m);
  expect(headers).toMatch(/^ {2}Permissions-Policy: /m);
});

test("nothing that the app does offends the policy, and nothing is requested from another origin", async ({
  page,
  context,
}) => {
  test.slow(); // two visits
  const own = new URL(process.env.EXPLORER_URL!).origin;
  const foreign: string[] = [];
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && origin !== own) foreign.push(request.url());
  });
  const violations = await watchViolations(page);
  const explorer = await new Explorer(page).open();
  await useEverything(explorer);
  // On the next visit the service worker sends the policy with every file, so that it applies in workers too.
  await kept(page);
  await page.reload();
  await useEverything(explorer);
  expect(violations).toEqual([]);
  expect(foreign).toEqual([]);
  expect(explorer.errors).toEqual([]);
});

test("the policy bites: scripts written into the page, text as markup and requests to others are refused", {
  tag: "@journey",
}, async ({ page }) => {
  const violations = await watchViolations(page);
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  await page.route(process.env.EXPLORER_URL!, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: html.replace("</body>", "<script>window.intruded = true</script></body>"),
    }),
  );
  await new Explorer(page).open();
  const refused = await page.evaluate(async () => {
    const throws = (work: () => unknown) => {
      try {
        work();
        return false;
      } catch (error) {
        return error instanceof TypeError;
      }
    };
    const script = document.createElement("script");
    const sent = await fetch("https://example.com/", { mode: "no-cors" }).catch(() => null);
    return {
      inlineScript: !("intruded" in window),
      request: sent === null,
      markup: throws(() => {
        document.createElement("div").innerHTML = "<img src=x>";
      }),
      script: throws(() => {
        script.text = "window.intruded = true";
      }),
      worker: throws(() => new Worker("sw.js")),
    };
  });
  expect(refused).toEqual({ inlineScript: true, request: true, markup: true, script: true, worker: true });
  expect(violations.join("\n")).toMatch(/script-src/);
  expect(violations.join("\n")).toMatch(/connect-src/);
});
