// npm run bench: performance as ratios, with both sides of each measured in the same run on the same machine.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserBench } from "./browser-bench.mjs";

const rows = [...mathsBench(), ...(await browserBench())];
const width = Math.max(...rows.map(([what]) => what.length));
console.log(`\n${"".padEnd(width)}      ratio   (a : b)`);
for (const [what, a, b, unit] of rows) {
  console.log(`${what.padEnd(width)}  ${(a / b).toPrecision(3).padStart(9)}   (${show(a)} : ${show(b)} ${unit})`);
}
const exceeded = rows.filter(([, a, b, , isLimit]) => isLimit && a > b);
for (const [what] of exceeded) console.error(`Over its limit: ${what}`);
process.exitCode = exceeded.length > 0 ? 1 : 0;

/** Ratios of the mean times of the two benchmarks in every group of src/core/curves/curves.bench.ts. */
function mathsBench() {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const report = join(folder, "report.json");
  const run = spawnSync("npx", ["vitest", "bench", "--run", "--project", "unit", "--outputJson", report], {
    stdio: "inherit",
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
  const { files } = JSON.parse(readFileSync(report, "utf8"));
  rmSync(folder, { recursive: true });
  return files.flatMap(({ groups }) =>
    groups.map(({ fullName, benchmarks: [a, b] }) => [
      `${fullName.split(" > ").at(-1)}: ${a.name} / ${b.name}`,
      a.mean,
      b.mean,
      "ms",
    ]),
  );
}

function show(value) {
  return value < 0.01 ? value.toExponential(1) : value.toPrecision(3);
}
