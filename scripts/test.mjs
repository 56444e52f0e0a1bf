// npm test: types, lint, unit and component tests, build, and journeys through the built page, one after the other. npm run
// test:all: also every other end-to-end test and the other browser engines. Every step runs even if a previous one failed. What
// failed steps said last is repeated at the end, where logs are read, and written to the file that FAILURES names.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { ensureBrowser } from "./browser.mjs";
import { ensureEngines } from "./engines.mjs";

process.env.CHROMIUM_PATH = ensureBrowser();
console.log(`Browser for the tests: ${process.env.CHROMIUM_PATH}`);

const STEPS = ["test:types", "test:lint", "test:unit", "test:component", "build", "test:journeys"];
if (process.argv[2] === "all") {
  ensureEngines();
  STEPS.push("test:rest");
}

const LINES = 60;
// A step that prints to a pipe would drop its colours.
const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) };

/** Runs a step and shows what it prints. Resolves to its exit status and its last `LINES` lines. */
function run(step) {
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", step], { env, stdio: ["inherit", "pipe", "pipe"] });
    let said = "";
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.setEncoding("utf8").on("data", (text) => {
        to.write(text);
        said = (said + text).slice(-20_000);
      });
    }
    child.on("close", (status) => resolve({ status, last: said.split("\n").slice(-LINES).join("\n") }));
  });
}

const times = [];
const failures = [];
for (const step of STEPS) {
  console.log(`\n> ${step}`);
  const begun = Date.now();
  const { status, last } = await run(step);
  times.push(`${step} ${Math.round((Date.now() - begun) / 1000)} s`);
  if (status !== 0) failures.push({ step, last });
}
console.log(`\n${times.join(", ")}`);
const told = failures.map(({ step, last }) => `\n> ${step} failed. It ended with:\n${last}`).join("\n");
console.log(told);
if (process.env.FAILURES) writeFileSync(process.env.FAILURES, told);
console.log(
  failures.length ? `Failed: ${failures.map(({ step }) => step).join(", ")}` : `All ${STEPS.length} steps passed.`,
);
process.exit(failures.length ? 1 : 0);
