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

/**
 * A file of 1,000 prompts routed in batches, and the same prompts one by one, both in the page's own worker.
 * @param {import("@playwright/test").Page} page the explorer with a decision on it, opened with `keepInferenceWorker`
 * @returns {Promise<import("./report/summary.mjs").Row>}
 */
export async function batchBench(page, runs) {
  const result = await page.evaluate(
    async ([texts, times]) => {
      const timed = async (work) => {
        const start = performance.now();
        await work();
        return performance.now() - start;
      };
      const ask = globalThis.askInference;
      const together = () => ask("routeTexts", { texts });
      const oneByOne = async () => {
        for (const text of texts) await ask("embed", { text });
      };
      // Warm up.
      await ask("routeTexts", { texts: texts.slice(0, 100) });
      const [ours, theirs] = [[], []];
      for (let k = 0; k < times; k++) {
        ours.push(await timed(together));
        theirs.push(await timed(oneByOne));
      }
      return { ours, theirs, isolated: crossOriginIsolated };
    },
    [prompts, runs],
  );
  const { ours, theirs, isolated } = result;
  const parts = `the router's matrix products, ${isolated ? "several threads" : "one thread"}`;
  return {
    what: `a file of ${COUNT} prompts, in batches`,
    against: "one by one",
    ours,
    theirs,
    unit: "ms",
    goal: 0.25,
    parts,
  };
}
