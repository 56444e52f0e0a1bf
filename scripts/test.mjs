// npm test: types, lint, unit and component tests, build, end-to-end tests, each in turn; every step runs even when one before it failed.
import { spawnSync } from "node:child_process";
import { ensureBrowser } from "./browser.mjs";

process.env.CHROMIUM_PATH = ensureBrowser();
console.log(`Browser for the tests: ${process.env.CHROMIUM_PATH}`);

const STEPS = ["test:types", "test:lint", "test:unit", "test:component", "build", "test:e2e"];
const failed = STEPS.filter((step) => {
  console.log(`\n> ${step}`);
  return spawnSync("npm", ["run", "--silent", step], { stdio: "inherit" }).status !== 0;
});
console.log(failed.length ? `\nFailed: ${failed.join(", ")}` : `\nAll ${STEPS.length} steps passed.`);
process.exit(failed.length ? 1 : 0);
