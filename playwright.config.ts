import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./scripts/browser.mjs";

const executablePath = findBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Two cores are the smallest machine that the tests support; a model in WASM keeps one of them busy.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  globalSetup: "./e2e/serve-build.ts",
  use: {
    viewport: { width: 1440, height: 900 },
    // On a first visit it only stores files, for as much processor time as the visit itself: tests of what is kept allow it.
    serviceWorkers: "block",
    // An element that never comes is named after this long, not at the end of a test that may take minutes.
    actionTimeout: 45_000,
    // A trace copies the page after every action, which is slow for a page with thousands of marks: only on request.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: browserArguments() },
  },
});
