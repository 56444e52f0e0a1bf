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
 * Needs onnxruntime-web or onnxruntime-node, and @huggingface/tokenizers where README.md says so. λ is in points of score per US dollar
 * per 1,000 prompts: 0 asks for the best score whatever it costs. In a page: openRouter({ runtime: ort, read }), where `read` gives the
 * bytes of a file beside this one by its name.
 */
import { cleaned, filled, hashedTerms, surface, tokenReader } from "./route_features.mjs";

/** @param {{ runtime?: object, read?: (name: string) => Promise<Uint8Array> }} given without it, what is installed and lies beside this file */
export async function openRouter({ runtime, read = besideThis } = {}) {
  const ort = runtime ?? (await installed(["onnxruntime-web", "onnxruntime-node"], "InferenceSession"));
  if (ort.env?.wasm && globalThis.process !== undefined) ort.env.wasm.numThreads = 1;
  const json = async (name) => JSON.parse(new TextDecoder().decode(await read(name)));
  const about = await json("router.json");
  if (about.format !== "tryage-router" || about.version !== 1)
    throw new Error("router.json is not a router of format version 1.");
  const open = async (name) => ort.InferenceSession.create(Uint8Array.from(await read(name)));
  const texts = [];
  for (const text of about.route.texts ?? []) {
    const { Tokenizer } = await installed(["@huggingface/tokenizers"], "Tokenizer");
    const tokenizer = new Tokenizer(await json(text.tokenizer), {});
    const encode = (part) => tokenizer.encode(part, { add_special_tokens: false }).ids;
    texts.push({ ...text, tokens: tokenReader(encode, text), session: text.model && (await open(text.model)) });
  }
  return new Router(ort, await open("router.onnx"), about, texts);
}

const besideThis = async (name) => (await import("node:fs/promises")).readFile(new URL(name, import.meta.url));

/** A bundler that meets this file in a page need not find the runtimes: pass `runtime` there. */
async function installed(names, part) {
  for (const name of names) {
    try {
      const found = await import(/* @vite-ignore */ name);
      const whole = found[part] ? found : found.default;
      if (whole?.[part]) return whole;
    } catch {
      // The next one, then.
    }
  }
  throw new Error(`Install ${names.join(" or ")} first: npm install ${names[0]}`);
}

class Router {
  constructor(ort, session, about, texts) {
    this.ort = ort;
    this.session = session;
    this.about = about;
    this.texts = texts;
    this.models = about.models;
    this.common = new Set(about.cleaning.common);
    // As in the page: where a cost is unknown, the largest counts.
    const costs = about.route.costs ?? [];
    const dearest = Math.max(0, ...costs.filter((cost) => cost !== null));
    this.costs = about.models.map((_, m) => costs[m] ?? dearest);
  }

  /** Predicted score of every model, in the order of `models`. @param vectors features that a text alone does not give, by name */
  async scores(text, vectors = {}) {
    const { Tensor } = this.ort;
    const read = this.about.cleaning.clean ? cleaned(text, this.common) : text;
    const feeds = await this.fromTokens(read);
    for (const name of this.session.inputNames) {
      if (name === "surface") feeds.surface = new Tensor("float64", surface(read), [10]);
      else if (name === "tfidf_columns") {
        const { columns, values } = hashedTerms(read);
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

  /** What language models read, or what those in files of their own say of it. */
  async fromTokens(text) {
    const { Tensor } = this.ort;
    const feeds = {};
    for (const { tokens, session, ids, attention, output, states } of this.texts) {
      const read = tokens(text);
      if (!session) {
        feeds[ids] = new Tensor("int64", read.ids, read.dims);
        feeds[attention] = new Tensor("int64", read.mask, read.dims);
        continue;
      }
      const given = session.inputNames.map((name) => {
        const values = filled(name, read);
        const short = session.inputMetadata?.find((one) => one.name === name)?.type === "int32";
        return [
          name,
          short
            ? new Tensor("int32", Int32Array.from(values, Number), read.dims)
            : new Tensor("int64", values, read.dims),
        ];
      });
      feeds[states] = (await session.run(Object.fromEntries(given)))[output];
    }
    return feeds;
  }

  /** The model for a prompt, and the predicted scores. Of equals the cheapest. Without λ, it is that of router.json. */
  async choose(text, lambda = this.about.route.lambda ?? 0, vectors = {}) {
    const scores = await this.scores(text, vectors);
    const { ties } = this.about.route;
    const objective = scores.map((score, m) => 1 - score + ties[m] + lambda * this.costs[m]);
    const best = objective.indexOf(Math.min(...objective));
    return { model: this.models[best], scores: Object.fromEntries(this.models.map((name, m) => [name, scores[m]])) };
  }
}

async function main() {
  const { parseArgs } = await import("node:util");
  const options = { lambda: { type: "string" }, scores: { type: "boolean", default: false } };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const router = await openRouter();
  const tell = async (text) => {
    const found = await router.choose(text, values.lambda === undefined ? undefined : Number(values.lambda));
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
