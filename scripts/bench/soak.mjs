// npm run soak [actions] [seed]: 2,000 mixed actions in a real browser on the built site, then a minute of fast typing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { ensureBrowser } from "../browser.mjs";

const [actions = "2000", seed = String(Math.floor(2 ** 31 * Math.random()))] = process.argv.slice(2);
if (!existsSync(process.env.EXPLORER_DIST ?? "dist")) {
  console.error("There is no build to use: run npm run build first.");
  process.exit(1);
}
console.log(`${actions} actions; seed ${seed}. To repeat: npm run soak -- ${actions} ${seed}`);
const { status } = spawnSync("npx", ["playwright", "test", "e2e/soak/soak.spec.ts", "--workers=1", "--reporter=list"], {
  stdio: "inherit",
  env: { ...process.env, CHROMIUM_PATH: ensureBrowser(), SOAK_ACTIONS: actions, SOAK_SEED: seed },
});
process.exit(status ?? 1);
