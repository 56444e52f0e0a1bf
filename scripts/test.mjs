// npm test: types, lint, unit and component tests, build, and journeys through the built page, one after the other. npm run
// test:all: also every other end-to-end test and the other browser engines. Every step runs even if a previous one failed.
import { spawnSync } from "node:child_process";
import { ensureBrowser } from "./browser.mjs";
import { ensureEngines } from "./engines.mjs";

process.env.CHROMIUM_PATH = ensureBrowser();
console.log(`Browser for the tests: ${process.env.CHROMIUM_PATH}`);

const STEPS = ["test:types", "test:lint", "test:unit", "test:component", "build", "test:journeys"];
if (process.argv[2] === "all") {
  ensureEngines();
  STEPS.push("test:rest");
}
const times = [];
const failed = STEPS.filter((step) => {
  console.log(`\n> ${step}`);
  const begun = Date.now();
  const { status } = spawnSync("npm", ["run", "--silent", step], { stdio: "inherit" });
  times.push(`${step} ${Math.round((Date.now() - begun) / 1000)} s`);
  return status !== 0;
});
console.log(`\n${times.join(", ")}`);
console.log(failed.length ? `Failed: ${failed.join(", ")}` : `All ${STEPS.length} steps passed.`);
process.exit(failed.length ? 1 : 0);
