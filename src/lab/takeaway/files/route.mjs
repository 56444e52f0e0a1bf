/**
 * Routes prompts to models: the router beside this file, trained and judged on an evaluation table (see README.md).
 *
 *   node route.mjs "What is the sum of 2 and 3?"          one prompt
 *   node route.mjs --lambda 0.5 < prompts.jsonl            one JSON string, or object with "prompt", a line
 *
 *   import { openRouter } from "./route.mjs";
 *   const router = await openRouter();
 *   (await router.choose("What is the sum of 2 and 3?")).model;
 *
 * Needs onnxruntime-web or onnxruntime-node. λ is in points of score per US dollar per 1,000 prompts: 0 asks for the best score whatever
 * it costs. In a page: openRouter({ runtime: ort, about, model }) with the parsed router.json and the bytes of router.onnx.
 */

const WORD_COLUMNS = 2 ** 15;
const CHARACTER_COLUMNS = 2 ** 16;
const ESCAPES = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\x07", "\n": "" };
const HEX_LENGTHS = { x: 2, u: 4, U: 8 };
const utf8 = new TextEncoder();

/** @param {{ runtime?: object, about?: object, model?: Uint8Array }} given what is already loaded; the rest is read beside this file */
export async function openRouter({ runtime, about, model } = {}) {
  const ort = runtime ?? (await anyRuntime());
  if (ort.env?.wasm && globalThis.process !== undefined) ort.env.wasm.numThreads = 1;
  const read = async (name) => (await import("node:fs/promises")).readFile(new URL(name, import.meta.url));
  const facts = about ?? JSON.parse((await read("router.json")).toString());
  if (facts.format !== "tryage-router" || facts.version !== 1)
    throw new Error("router.json is not a router of format version 1.");
  const bytes = model ?? (await read("router.onnx"));
  const session = await ort.InferenceSession.create(Uint8Array.from(bytes));
  return new Router(ort, session, facts);
}

/** A bundler that meets this file in a page need not find the runtimes: pass `runtime` there. */
async function anyRuntime() {
  for (const name of ["onnxruntime-web", "onnxruntime-node"]) {
    try {
      const found = await import(/* @vite-ignore */ name);
      const runtime = found.InferenceSession ? found : found.default;
      if (runtime?.InferenceSession) return runtime;
    } catch {
      // The other one, then.
    }
  }
  throw new Error("Install onnxruntime-web or onnxruntime-node first: npm install onnxruntime-web");
}

class Router {
  constructor(ort, session, about) {
    this.ort = ort;
    this.session = session;
    this.about = about;
    this.models = about.models;
    this.common = new Set(about.cleaning.common);
    this.costs = about.models.map((_, m) => (about.route.costs ? (about.route.costs[m] ?? 1) : 0));
  }

  /** Predicted score of every model, in the order of `models`. @param vectors features that a text alone does not give, by name */
  async scores(text, vectors = {}) {
    const cleaned = this.cleaned(text);
    const { Tensor } = this.ort;
    const feeds = {};
    for (const name of this.session.inputNames) {
      if (name === "surface") feeds.surface = new Tensor("float64", surface(cleaned), [10]);
      else if (name === "tfidf_columns") {
        const { columns, values } = hashedTerms(cleaned);
        feeds.tfidf_columns = new Tensor("int64", columns, [columns.length]);
        feeds.tfidf_values = new Tensor("float32", values, [values.length]);
      } else if (!(name in feeds) && name !== "tfidf_values") {
        const own = vectors[name];
        if (!own) throw new Error(`This router also needs the feature “${name}” of the text: pass it in vectors.`);
        feeds[name] = new Tensor("float64", Float64Array.from(own), [own.length]);
      }
    }
    const { scores } = await this.session.run(feeds);
    // Runtimes add in different orders: what is equal stays equal.
    return Array.from(scores.data, (score) => Math.floor(score * 1e9 + 0.5) / 1e9);
  }

  /** The model for a prompt, and the predicted scores. Of equals the cheapest. */
  async choose(text, lambda = 0, vectors = {}) {
    const scores = await this.scores(text, vectors);
    const { ties } = this.about.route;
    const objective = scores.map((score, m) => 1 - score + ties[m] + lambda * this.costs[m]);
    const best = objective.indexOf(Math.min(...objective));
    return { model: this.models[best], scores: Object.fromEntries(this.models.map((name, m) => [name, scores[m]])) };
  }

  cleaned(text) {
    if (!this.about.cleaning.clean) return text;
    const lines = (pythonStrings(text)?.join("\n") ?? text)
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const own = lines.filter((line) => !this.common.has(line));
    return (own.length > 0 ? own : lines).join("\n");
  }
}

/** The strings of a list as Python writes it; null for any other text. */
export function pythonStrings(text) {
  const source = text.trim();
  if (source.length < 2 || !source.startsWith("[") || !source.endsWith("]")) return null;
  const strings = [];
  let at = 1;
  const skipSpace = () => {
    while (/\s/.test(source[at] ?? "")) at++;
  };
  for (skipSpace(); source[at] !== "]"; skipSpace()) {
    const read = quoted(source, at);
    if (!read) return null;
    strings.push(read.text);
    at = read.end;
    skipSpace();
    if (source[at] === ",") at++;
    else if (source[at] !== "]") return null;
  }
  return at === source.length - 1 && strings.length > 0 ? strings : null;
}

function quoted(source, start) {
  const quote = source[start];
  if (quote !== "'" && quote !== '"') return null;
  let text = "";
  for (let at = start + 1; at < source.length; ) {
    if (source[at] === quote) return { text, end: at + 1 };
    if (source[at] !== "\\") {
      text += source[at++];
      continue;
    }
    const letter = source[at + 1] ?? "";
    const length = HEX_LENGTHS[letter] ?? 0;
    const digits = source.slice(at + 2, at + 2 + length);
    const code = Number.parseInt(digits, 16);
    if (length > 0 && digits.length === length && /^[\da-f]+$/i.test(digits) && code <= 0x10ffff) {
      text += String.fromCodePoint(code);
      at += 2 + length;
    } else {
      text += Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : /['"\\]/.test(letter) ? letter : `\\${letter}`;
      at += 2;
    }
  }
  return null;
}

/** Ten numbers of a text's surface. */
export function surface(text) {
  const count = (pattern) => text.match(pattern)?.length ?? 0;
  const length = Array.from(text).length;
  const words = count(/\S+/gu);
  return Float64Array.of(
    Math.log1p(length),
    Math.log1p(words),
    Math.log1p(count(/\n/g)),
    Math.log1p(count(/\p{Nd}/gu)),
    Math.log1p(count(/\p{Nd}+/gu)),
    count(/[A-Z]/g) / (length + 1),
    count(/[^\0-\x7f]/gu) / (length + 1),
    count(/[(){}[\];=<>_]/g) / (length + 1),
    Math.log1p(count(/\?/g)),
    length / (words + 1),
  );
}

/** Columns of hashed words, pairs of words and parts of words, and 1 + ln of how often each occurs; never empty. */
export function hashedTerms(text) {
  const counts = new Map();
  const add = (column) => counts.set(column, (counts.get(column) ?? 0) + 1);
  let before = null;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const own = fnv1a(word);
    add(own % WORD_COLUMNS);
    if (before !== null) add(fnv1a(` ${word}`, before) % WORD_COLUMNS);
    before = own;
    const padded = Array.from(` ${word} `);
    for (let start = 0; start < padded.length; start++) {
      for (let end = start + 3; end <= Math.min(padded.length, start + 5); end++) {
        add(WORD_COLUMNS + (fnv1a(padded.slice(start, end).join("")) % CHARACTER_COLUMNS));
      }
    }
  }
  const columns = [...counts.keys()].sort((a, b) => a - b);
  return {
    columns: BigInt64Array.from([0, ...columns], BigInt),
    values: Float32Array.from([0, ...columns.map((column) => 1 + Math.log(counts.get(column)))]),
  };
}

function fnv1a(text, start = 0x811c9dc5) {
  let hash = start;
  for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

async function main() {
  const { parseArgs } = await import("node:util");
  const options = { lambda: { type: "string", default: "0" }, scores: { type: "boolean", default: false } };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const router = await openRouter();
  const tell = async (text) => {
    const found = await router.choose(text, Number(values.lambda));
    process.stdout.write(`${values.scores ? JSON.stringify(found) : found.model}\n`);
  };
  for (const text of positionals) await tell(text);
  if (positionals.length > 0) return;
  const { createInterface } = await import("node:readline");
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const value = JSON.parse(line);
    await tell(typeof value === "string" ? value : value.prompt);
  }
}

if (globalThis.process?.argv?.[1] !== undefined) {
  const { pathToFileURL } = await import("node:url");
  const { realpathSync } = await import("node:fs");
  if (import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) await main();
}
