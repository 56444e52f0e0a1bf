import { expect, test } from "vitest";
import type { Outputs } from "../engine/engine.ts";
import { InferenceService } from "../service.ts";
import { fakeEngine, tokenizerJson } from "../testing.ts";
import type { Batch } from "../types.ts";

const reference = (url: string) => ({ url, sha256: url, bytes: 1 });
const request = { tokenizer: reference("tokenizer"), router: reference("router") };
const tokenizer = new TextEncoder().encode(tokenizerJson()).buffer;

/** A router whose losses are a prompt's number of tokens and the sum of their ids. */
function compute({ rows, columns, ids }: Batch): Outputs {
  const losses = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    for (let k = row * columns; k < (row + 1) * columns; k++) {
      losses[2 * row]!++;
      losses[2 * row + 1]! += Number(ids[k]);
    }
  }
  return { losses, state: losses.slice() };
}

async function opened(run: (batch: Batch) => Outputs) {
  const engine = fakeEngine("wasm", run);
  const runtimes = {
    wasm: () => engine,
    whyNoWebgpu: async () => "none",
    webgpu: () => Promise.reject(new Error("never asked for")),
    made: () => [engine],
  };
  const service = new InferenceService(
    runtimes,
    async (url) => (url === "tokenizer" ? tokenizer : new ArrayBuffer(4)),
    () => undefined,
  );
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await service.open(request, context);
  return { service, engine, context };
}

const texts = Array.from({ length: 150 }, (_, i) =>
  "abcdefghij ".repeat(1 + ((7 * i) % 9)).slice(0, 3 + ((13 * i) % 60)),
);

test("many texts in batches get the answers that each gets alone, in the order of the texts", async () => {
  const { service, engine, context } = await opened(compute);
  const seen: number[] = [];
  const all = [...texts, " "];
  const before = engine.log.length;
  const { losses, tokens } = await service.routeTexts(all, { ...context, progress: ({ loaded }) => seen.push(loaded) });
  expect(engine.log.length - before).toBeLessThan(texts.length / 2);
  for (const [i, text] of texts.entries()) {
    const alone = (await service.embed(text))!;
    expect([...losses.subarray(2 * i, 2 * i + 2)]).toEqual([...alone.losses]);
    expect(tokens[i]).toBe(alone.losses[0]! - 2);
  }
  expect([...losses.subarray(-2)]).toEqual([Number.NaN, Number.NaN]);
  expect(seen.at(-1)).toBe(texts.length);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test("an abort ends it before the next batch, and a typed prompt is answered meanwhile", async () => {
  const { service, engine, context } = await opened(compute);
  const cancel = new AbortController();
  let typed: Promise<unknown> | null = null;
  const progress = () => {
    typed ??= service.route("a typed prompt");
    if (engine.log.filter((entry) => entry === "run").length > 3) cancel.abort();
  };
  await expect(service.routeTexts(texts, { signal: cancel.signal, progress })).rejects.toThrow();
  expect(await typed).toMatchObject({ status: "routed" });
  const runs = engine.log.length;
  await service.embed("still running");
  expect(engine.log.length).toBe(runs + 1);
  expect(context.signal.aborted).toBe(false);
});
