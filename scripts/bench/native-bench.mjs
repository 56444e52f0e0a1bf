// Decisions beside other runtimes with the same ONNX file: onnxruntime's own (Python) with one thread, and transformers.js in a page.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { operatorTimes } from "./operator-times.mjs";
import { openExplorer } from "./page-bench.mjs";
import { median } from "./report/summary.mjs";

const PYTHON = "models/recipe/.venv/bin/python";
const LENGTHS = [24, 104];
/** Decisions whose median is one figure. */
const IN_A_ROW = 5;
/** Rounds of as many before any is measured: until then the browser compiles the runtime anew, function by function. */
const WARM_UP = 20;
const TEXT = "We review the findings of fact for clear error and the conclusions of law anew. ".repeat(12).split(" ");

/** Times of one run in milliseconds, one line for each length. */
const NATIVE = `
import sys, time, numpy, onnxruntime
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
for length in map(int, sys.argv[3:]):
    ids = (5 + numpy.arange(length) * 7919 % 8000).astype(numpy.int64)[None]
    feed = {"input_ids": ids, "attention_mask": numpy.ones_like(ids)}
    times = []
    for _ in range(10 + int(sys.argv[2])):
        start = time.perf_counter()
        session.run(None, feed)
        times.append(1000 * (time.perf_counter() - start))
    print(*times[10:])
`;

/** Tells one row after the other; without rows against what is not installed here. */
export async function nativeBench({ browser, url, runs, tell }) {
  const { router } = JSON.parse(readFileSync("models/library.json", "utf8"));
  const page = await openExplorer(browser, url);
  await page.evaluate(() => {
    globalThis.decide = async (text) => (await globalThis.askInference("route", { text })).milliseconds;
  });
  const texts = [];
  for (const length of LENGTHS) texts.push(await textOf(page, length));
  const other = await transformersPage(browser, url);
  const native = nativeTimes(`models/${router.model}`, runs);
  for (const [k, text] of texts.entries()) {
    for (let round = 0; round < WARM_UP; round++) await warm(page, text);
    for (let round = 0; round < WARM_UP; round++) await warm(other, text);
    const row = { what: `prompt of ${LENGTHS[k]} tokens to decision`, unit: "ms", ours: [], theirs: [] };
    for (let run = 0; run < runs; run++) {
      row.ours.push(await warm(page, text));
      row.theirs.push(await warm(other, text));
    }
    row.parts = operatorTimes(`models/${router.model}`, LENGTHS[k]);
    tell({ ...row, against: "transformers.js, same file and page", goal: 0.5 });
    if (native) tell({ ...row, theirs: native[k], against: "onnxruntime native, one thread", goal: 3 });
  }
  await page.close();
  await other.close();
}

/**
 * The median of several decisions in a row, milliseconds: the first one after a pause also waits for processes of the browser that have
 * slept, and this wait varies by more than a decision takes.
 */
const warm = async (page, text) =>
  median(
    await page.evaluate(
      async ([one, count]) => {
        const times = [];
        for (let k = 0; k < count; k++) times.push(await globalThis.decide(one));
        return times;
      },
      [text, IN_A_ROW],
    ),
  );

/** The beginning of the text that has so many tokens for the router, or one fewer. */
async function textOf(page, length) {
  for (let words = length; words > 0; words--) {
    const text = TEXT.slice(0, words).join(" ");
    const { tokens } = await page.evaluate((one) => globalThis.askInference("route", { text: one }), text);
    if (tokens + 2 <= length) return text;
  }
  throw new Error(`No text has ${length} tokens.`);
}

function nativeTimes(model, runs) {
  if (!existsSync(PYTHON)) {
    console.warn("No row against onnxruntime native: the recipe's Python is not installed (models/recipe/README.md).");
    return null;
  }
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", NATIVE, model, String(runs), ...LENGTHS.map(String)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
}

/** A page with the router in transformers.js: `decide` times a text from string to losses. */
async function transformersPage(browser, url) {
  const page = await browser.newPage();
  const { router, tokenizer } = JSON.parse(readFileSync("models/library.json", "utf8"));
  const files = {
    "transformers.js": "node_modules/@xenova/transformers/dist/transformers.min.js",
    "ort/ort-wasm-simd-threaded.jsep.mjs": "node_modules/@xenova/transformers/dist/ort-wasm-simd-threaded.jsep.mjs",
    "models/router/config.json": `models/${router.folder}/config.json`,
    "models/router/tokenizer.json": `models/${tokenizer}`,
    "models/router/onnx/model_int8.onnx": `models/${router.model}`,
  };
  await page.route("**/other/**", (route) => {
    const path = new URL(route.request().url()).pathname.split("/other/")[1];
    if (path.endsWith("tokenizer_config.json"))
      return route.fulfill({ json: { tokenizer_class: "PreTrainedTokenizerFast" } });
    const file = files[path] ?? `node_modules/onnxruntime-web/dist/${path.split("/").at(-1)}`;
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404, body: "" });
  });
  await page.goto(new URL("models/library.json", url).href);
  await page.evaluate(async () => {
    const { env, AutoModel, AutoTokenizer } = await import(new URL("/other/transformers.js", location.href).href);
    Object.assign(env, {
      allowRemoteModels: false,
      allowLocalModels: true,
      localModelPath: "/other/models/",
      useBrowserCache: false,
    });
    env.backends.onnx.wasm.wasmPaths = new URL("/other/ort/", location.href).href;
    env.backends.onnx.wasm.numThreads = 1;
    env.backends.onnx.wasm.proxy = false;
    const reader = await AutoTokenizer.from_pretrained("router");
    const model = await AutoModel.from_pretrained("router", { dtype: "int8", device: "wasm" });
    globalThis.decide = async (text) => {
      const start = performance.now();
      await model(await reader(text));
      return performance.now() - start;
    };
  });
  return page;
}
