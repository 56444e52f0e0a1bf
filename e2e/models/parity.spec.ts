import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import type { FillResult, InferenceCalls, RoutedPrompt } from "../../src/workers/inference/protocol.ts";
import { Explorer, manifest } from "../support/explorer.ts";

/** PyTorch's outputs, shipped with the library. */
const reference = JSON.parse(readFileSync("models/reference.json", "utf8")) as {
  expert: string;
  prompts: {
    text: string;
    losses: number[];
    state: number[];
    logits: { position: number; top: [token: number, logit: number][] };
  }[];
};
const TOLERANCE = 1e-3;

/** Lets the test talk to the worker that the page has started, using the page's own protocol. */
async function exposeInferenceWorker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === "inference") Object.assign(window, { inferenceWorker: this });
      }
    };
  });
}

function call<T extends "route" | "fill">(
  page: Page,
  type: T,
  request: InferenceCalls[T]["request"],
): Promise<InferenceCalls[T]["result"]> {
  return page.evaluate(
    ({ type, request }) =>
      new Promise((resolve, reject) => {
        const { inferenceWorker } = window as unknown as { inferenceWorker: Worker };
        const id = 1e6 + Math.floor(performance.now() * 1000);
        inferenceWorker.addEventListener("message", function listen({ data }) {
          if (data.id !== id || data.kind === "progress") return;
          inferenceWorker.removeEventListener("message", listen);
          if (data.kind === "error") reject(new Error(data.error.message));
          else
            resolve(
              JSON.parse(JSON.stringify(data.result, (_, v) => (ArrayBuffer.isView(v) ? [...(v as Float32Array)] : v))),
            );
        });
        inferenceWorker.postMessage({ kind: "call", id, type, request });
      }),
    { type, request },
  );
}

const largest = (differences: number[]) => Math.max(...differences.map(Math.abs));

test("the router's losses and states in the browser equal PyTorch's", { tag: "@journey" }, async ({ page }) => {
  await exposeInferenceWorker(page);
  const explorer = await new Explorer(page).open();
  await explorer.decide(reference.prompts[0]!.text);
  expect(reference.prompts.length).toBeGreaterThanOrEqual(10);
  for (const { text, losses, state } of reference.prompts) {
    const routed = (await call(page, "route", { text })) as RoutedPrompt;
    expect(largest(losses.map((loss, i) => loss - routed.losses[i]!))).toBeLessThan(TOLERANCE);
    expect(largest(state.map((value, i) => value - routed.state[i]!))).toBeLessThan(TOLERANCE);
  }
});

test("an expert's logits in the browser equal PyTorch's", { tag: "@journey" }, async ({ page }) => {
  await exposeInferenceWorker(page);
  const explorer = await new Explorer(page).open();
  await explorer.decide(reference.prompts[0]!.text);
  const { model } = manifest.experts.find(({ id }) => id === reference.expert)!;
  const file = { url: new URL(`models/${model}`, process.env.EXPLORER_URL).href, ...manifest.files[model]! };
  let compared = 0;
  for (const { text, logits } of reference.prompts) {
    const topK = logits.top.length;
    const filled = (await call(page, "fill", {
      expert: { key: reference.expert, model: file },
      text,
      masks: [],
      topK,
    })) as FillResult;
    const mask = filled.masks.find(({ position }) => position === logits.position);
    if (!mask) continue;
    // The page shows probabilities: their logarithms equal the logits up to one constant per position.
    const browser = new Map(mask.predictions.map(({ token, probability }) => [token, Math.log(probability)]));
    const [[firstToken, firstLogit]] = logits.top as [[number, number]];
    const shift = browser.get(firstToken)! - firstLogit;
    for (const [token, logit] of logits.top) {
      expect(Math.abs(browser.get(token)! - shift - logit)).toBeLessThan(TOLERANCE);
      compared++;
    }
  }
  expect(compared).toBeGreaterThanOrEqual(100);
});
