import { expect, type Page } from "@playwright/test";
import type { FromWorker, ToWorker } from "../src/inference/channel.ts";
import type { InferenceCalls, InferenceEvent } from "../src/inference/protocol.ts";

type Call =
  ToWorker<InferenceCalls> extends infer M ? (M extends { kind: "call" } ? Omit<M, "kind" | "id"> : never) : never;
type Answer = FromWorker<InferenceCalls, InferenceEvent>;

/** Address of the inference worker that the page has started: its file name in the build has a hash. */
export async function inferenceWorkerAddress(page: Page): Promise<string> {
  const named = async () => {
    for (const worker of page.workers()) {
      if ((await worker.evaluate(() => self.name).catch(() => "")) === "inference") return worker.url();
    }
    return "";
  };
  await expect.poll(named).not.toBe("");
  return named();
}

/**
 * Starts another inference worker from the shipped file, puts the calls to it one after another, and gives back all
 * that it said: results in the order of the calls, and events. Typed arrays arrive as plain ones. With `settle` it
 * waits, after the first call, until the backends have been compared.
 */
export async function askInferenceWorker(page: Page, address: string, calls: Call[], settle = false) {
  const said = await page.evaluate(
    async ({ address, calls, settle }) => {
      const worker = new Worker(address, { type: "module" });
      const heard: Answer[] = [];
      const until = (wanted: (answer: Answer) => boolean) =>
        new Promise<void>((resolve, reject) => {
          const look = () => {
            if (heard.some(wanted)) resolve();
          };
          worker.addEventListener("error", () => reject(new Error("the worker broke")));
          worker.addEventListener("message", look);
          look();
        });
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        if (data.kind !== "progress") heard.push(data);
      });
      for (const [id, call] of calls.entries()) {
        worker.postMessage({ kind: "call", id, ...call });
        await until((answer) => answer.kind !== "event" && answer.id === id);
        if (settle && id === 0) await until((answer) => answer.kind === "event");
      }
      worker.terminate();
      const plain = (_: string, value: unknown) => (value instanceof Float32Array ? [...value] : value);
      return JSON.stringify(heard, plain);
    },
    { address, calls, settle },
  );
  return JSON.parse(said) as Answer[];
}
