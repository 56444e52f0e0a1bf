/** Prompts of very different lengths, as files of prompts have them. */
const WORDS =
  "the court finds that a patient with data in the model returns a list of values and reviews every claim de novo".split(
    " ",
  );
const COUNT = 1000;
const prompts = Array.from({ length: COUNT }, (_, i) => {
  const length = 4 + ((37 * i) % 80);
  return Array.from({ length }, (_, k) => WORDS[(i + 3 * k * k + k) % WORDS.length]).join(" ");
});

/** To be run in the page before its scripts: keeps the worker that runs models, to ask it in the page's own protocol. */
export function keepInferenceWorker() {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...message) {
    if (message[0]?.type === "route") globalThis.inferenceWorker = this;
    return post.apply(this, message);
  };
}

/**
 * A file of 1,000 prompts routed in batches, and the same prompts one by one, both in the page's own worker.
 * @param {import("@playwright/test").Page} page the explorer with a decision on it, opened with `keepInferenceWorker`
 * @returns {Promise<[what: string, a: number, b: number, unit: string]>} one row
 */
export async function batchBench(page) {
  const [batch, single] = await page.evaluate(async (texts) => {
    const worker = globalThis.inferenceWorker;
    let next = 1e9;
    const ask = (type, request) =>
      new Promise((done, fail) => {
        const id = next++;
        const listen = ({ data }) => {
          if (data.id !== id || data.kind === "progress") return;
          worker.removeEventListener("message", listen);
          if (data.kind === "result") done(data.result);
          else fail(new Error(JSON.stringify(data.error)));
        };
        worker.addEventListener("message", listen);
        worker.postMessage({ kind: "call", id, type, request });
      });
    const timed = async (work) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const together = () => ask("routeTexts", { texts });
    const oneByOne = async () => {
      for (const text of texts) await ask("embed", { text });
    };
    // Warm up.
    await ask("routeTexts", { texts: texts.slice(0, 100) });
    const runs = [];
    for (let k = 0; k < 3; k++) runs.push([await timed(together), await timed(oneByOne)]);
    const median = (values) => values.sort((a, b) => a - b)[1];
    return [median(runs.map(([a]) => a)), median(runs.map(([, b]) => b))];
  }, prompts);
  return [`${COUNT} prompts of a file routed in batches / one by one`, batch, single, "ms"];
}
