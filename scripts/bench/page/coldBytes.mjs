import { chromium } from "@playwright/test";
import { browserArguments } from "../../browser.mjs";
import { serve } from "../../serve.mjs";

const PROMPT = "The district court granted summary [MASK] for the defendant, and we review that ruling de novo.";

const KINDS = [
  ["page and style", /(\/|\.html|\.css|\.svg|\.webmanifest)$/],
  ["scripts", /\.m?js$/],
  ["WASM", /\.wasm$/],
  ["router", /\/router\/.*\.onnx$/],
  ["tokenizer", /\/tokenizer\//],
  ["manifest and figures", /\.(json|parquet)$/],
];

/**
 * Bytes that the server sends to a browser with an empty cache, from opening the page until a prompt typed at once has its
 * decision: bodies as sent, compressed where the server compresses.
 * @param {string} executablePath a Chromium
 * @returns {Promise<{ kinds: [name: string, bytes: number][], total: number, files: Map<string, number> }>}
 */
export async function coldBytes(executablePath) {
  const files = new Map();
  let counting = true;
  const onAnswer = (path, bytes) => counting && files.set(path, (files.get(path) ?? 0) + bytes);
  const site = await serve("dist", { onAnswer });
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(site.url, { waitUntil: "commit" });
    await page.getByRole("textbox", { name: "Prompt" }).fill(PROMPT);
    const chosen = page.getByRole("status", { name: "Chosen expert" });
    await chosen.and(page.locator(`[data-prompt="${PROMPT}"]`)).waitFor();
    await chosen.locator("strong").waitFor();
    counting = false;
    const sum = (wanted) => [...files].reduce((total, [path, bytes]) => total + (wanted(path) ? bytes : 0), 0);
    const kindOf = (path) => KINDS.find(([, pattern]) => pattern.test(path))?.[0] ?? "other";
    const names = [...KINDS.map(([name]) => name), "other"];
    return { kinds: names.map((name) => [name, sum((path) => kindOf(path) === name)]), total: sum(() => true), files };
  } finally {
    await browser.close();
    await site.close();
  }
}
