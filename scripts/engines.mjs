import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Browsers beside Chromium: where Debian puts them, and what to install where they are missing. */
export const ENGINES = {
  Firefox: {
    needs: ["/usr/bin/firefox-esr"],
    other: ["/usr/bin/firefox"],
    packages: ["firefox-esr"],
  },
  WebKit: {
    needs: ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"],
    other: [],
    packages: ["webkit2gtk-driver", "xvfb"],
  },
};

/** Path of an engine's browser or driver on this machine, or null. */
export function findEngine(name) {
  const { needs, other } = ENGINES[name];
  if (needs.every((path) => existsSync(path))) return needs[0];
  return other.find((path) => existsSync(path)) ?? null;
}

/** What to do about an engine that is not there. */
export const howToInstall = (name) =>
  `${name} is not installed, so its journey is skipped: apt-get install ${ENGINES[name].packages.join(" ")}`;

/** Installs the engines that are missing, where that is possible. */
export function ensureEngines() {
  const missing = Object.keys(ENGINES).filter((name) => findEngine(name) === null);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && process.platform === "linux") {
    const packages = missing.flatMap((name) => ENGINES[name].packages);
    console.log(`Installing ${packages.join(" ")}`);
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { stdio: "inherit" });
  }
  for (const name of missing) if (findEngine(name) === null) console.log(howToInstall(name));
}
