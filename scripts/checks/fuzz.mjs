// npm run fuzz [cases] [seed]: the fuzz tests with more cases than in the test run, 200,000 each by default.
import { spawnSync } from "node:child_process";

const [cases = "200000", seed = String(Math.floor(2 ** 31 * Math.random()))] = process.argv.slice(2);
console.log(`${cases} cases of every fuzz test; seed ${seed}. To repeat: npm run fuzz -- ${cases} ${seed}`);
const { status } = spawnSync("npx", ["vitest", "run", "--project", "unit", "fuzz"], {
  stdio: "inherit",
  env: { ...process.env, FUZZ_RUNS: cases, FUZZ_SEED: seed },
});
process.exit(status ?? 1);
