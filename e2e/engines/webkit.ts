import { type ChildProcess, spawn } from "node:child_process";
import type { Tab } from "./tab.ts";

const PORT = 4617;
const DISPLAY = ":97";

/** WebKitGTK, through its WebDriver and on a screen that is in memory only. */
export async function openWebKit(driver: string): Promise<Tab> {
  const screen = spawn("Xvfb", [DISPLAY, "-screen", "0", "1440x900x24", "-nolisten", "tcp"], { stdio: "ignore" });
  const server = spawn(driver, [`--port=${PORT}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY, WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
  });
  const end = () => stop(server, screen);
  try {
    await started();
    const { sessionId } = await ask<{ sessionId: string }>("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": {} } },
    });
    const session = `/session/${sessionId}`;
    await ask("POST", `${session}/timeouts`, { script: 60_000, pageLoad: 60_000 });
    return {
      open: (address) => ask("POST", `${session}/url`, { url: address }),
      run: (body) => ask("POST", `${session}/execute/sync`, { script: body, args: [] }),
      close: async () => {
        await ask("DELETE", session).catch(() => undefined);
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

function stop(...processes: ChildProcess[]): void {
  for (const one of processes) one.kill();
}

async function started(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await ask("GET", "/status").catch(() => null)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("WebKitWebDriver does not answer.");
}

/** One command of the WebDriver protocol; throws with the driver's own words. */
async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {}),
  });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}
