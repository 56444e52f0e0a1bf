// npm start: builds the explorer if the build is missing or older than its sources, then serves it.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { serve } from "./serve.mjs";

const SOURCES = [
  "src",
  "public",
  "scripts",
  "models/library.json",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
];
const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(statSync(path).mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs;

const built = existsSync("dist/index.html") ? statSync("dist/index.html").mtimeMs : 0;
if (built < Math.max(...SOURCES.map(newest))) {
  const { status } = spawnSync("npx", ["vite", "build", "--logLevel", "warn"], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const wanted = Number(process.env.PORT ?? 4173);
const { url } = await serve("dist", { port: wanted }).catch(() => serve("dist"));
console.log(`Tryage Explorer is at ${url}  (Ctrl+C stops it)`);
