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
 * A file of 1,000 prompts routed as the page routes it, in batches and by as many workers as the machine has cores for, until its table
 * is there; and the same prompts one by one, by one worker.
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
      const input = document.querySelector('[aria-label="File of prompts"]');
      const together = async (some, name) => {
        const files = new DataTransfer();
        files.items.add(new File([some.join("\n")], name));
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        const routed = `${name}: ${some.length.toLocaleString("en")} prompts routed`;
        while (!document.querySelector(".routed-file")?.textContent.includes(routed))
          await new Promise((next) => setTimeout(next, 5));
      };
      const oneByOne = async () => {
        for (const text of texts) await globalThis.askInference("embed", { text });
      };
      // Warm up.
      await together(texts, "first.txt");
      const [ours, theirs] = [[], []];
      for (let k = 0; k < times; k++) {
        ours.push(await timed(() => together(texts, `file-${k}.txt`)));
        theirs.push(await timed(oneByOne));
      }
      return { ours, theirs, cores: navigator.hardwareConcurrency };
    },
    [prompts, runs],
  );
  // What is measured next on this page is measured without the file's table, whose decisions follow λ as well.
  await page.getByRole("region", { name: "Routed file" }).getByRole("button", { name: "Close" }).click();
  const { ours, theirs, cores } = result;
  return {
    what: `a file of ${COUNT} prompts, in batches`,
    against: "one by one",
    ours,
    theirs,
    unit: "ms",
    goal: 0.25,
    parts: `the router's matrix products, ${Math.min(4, cores)} workers`,
  };
}
