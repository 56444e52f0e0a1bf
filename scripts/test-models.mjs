// npm run test:models: the recipe's own tests, in a virtual environment made from the pinned requirements.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const recipe = "models/recipe";
const environment = join(recipe, ".venv");
const python = join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const requirements = join(recipe, "requirements.txt");
const stamp = join(environment, "requirements.sha256");
const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Making the recipe's virtual environment (about a minute, once)");
  run("python3", ["-m", "venv", environment]);
  run(python, ["-m", "pip", "install", "--quiet", "--retries", "1", "-r", requirements]);
  writeFileSync(stamp, wanted);
}
run(resolve(python), ["-m", "pytest", "-q", "tests"], { cwd: recipe, env: { ...process.env, OMP_NUM_THREADS: "1" } });
