import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const INSTALLED = [
  process.env.CHROMIUM_PATH,
  chromium.executablePath(),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of a Chromium or Chrome on this machine, or null. */
export function findBrowser() {
  return INSTALLED.find((path) => path && existsSync(path)) ?? null;
}

/** Finds a browser, or installs one and reports that. Throws when neither works. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const root = process.getuid?.() === 0;
  const ways = [
    ["npx", ["playwright", "install", "chromium"]],
    ...(root
      ? [
          ["apt-get", ["update", "-qq"]],
          ["apt-get", ["install", "-y", "-qq", "chromium"]],
        ]
      : []),
  ];
  for (const [command, args] of ways) {
    console.log(`No Chromium found: running "${command} ${args.join(" ")}"`);
    spawnSync(command, args, { stdio: "inherit" });
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error("No Chromium or Chrome found and none could be installed. Install one, or set CHROMIUM_PATH to it.");
}

/** Command-line switches for tests: no background traffic, and WebGPU (in software if there is no GPU). */
export function browserArguments({ webgpu = false } = {}) {
  return [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    ...(webgpu ? ["--enable-unsafe-webgpu"] : []),
  ];
}
