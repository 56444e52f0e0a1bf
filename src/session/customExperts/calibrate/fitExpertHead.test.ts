import { beforeEach, describe, expect, test } from "vitest";
import { type Library, openLibrary } from "../../../library/load.ts";
import { parseManifest } from "../../../library/manifest/manifest.ts";
import { minimalManifest, promptColumns, writeParquet } from "../../../library/testing/fixtures.ts";
import { fitHead } from "../../../workers/customExperts/head.ts";
import type { CustomExpertCalls, FitRequest, OpenCustomExpert } from "../../../workers/customExperts/protocol.ts";
import type { EmbedResult, MeasureRequest, MeasureResult } from "../../../workers/inference/protocol.ts";
import { cutTexts, FEWEST_TEXTS, fitExpertHead } from "./fitExpertHead.ts";
import { ReferenceLosses } from "./referenceLosses.ts";

/** Texts of three words each: the k-th has the state (k, 1) and a mean predicted loss of 2. */
const TEXTS = Array.from({ length: 12 }, (_, k) => `text number ${k}`);
const numberOf = (text: string) => Number(text.split(" ").at(-1));

let library: Library;
/** Nats per token of the custom expert by text, with the library's tokenizer. */
let perToken: (k: number) => number | null;
/** What the router, or the custom expert, can read of a text. */
let readable: (k: number) => Uint8Array;
let fitted: FitRequest | null;
let measured: MeasureRequest[];

beforeEach(async () => {
  library = await openLibrary("https://a.org/", parseManifest(minimalManifest()), writeParquet(promptColumns()), true);
  perToken = (k) => 1 + k / 4;
  readable = () => Uint8Array.of(1, 0, 1);
  fitted = null;
  measured = [];
});

const inference = {
  embed: async (text: string): Promise<EmbedResult | null> =>
    ({
      words: Uint8Array.of(1, 1, 1),
      state: Float32Array.of(numberOf(text), 1),
      losses: Float32Array.of(1, 3, Number.NaN),
    }) as EmbedResult,
  measure: async (request: MeasureRequest): Promise<MeasureResult> => {
    measured.push(request);
    // alpha has 6 nats over the 12 letters that count; a token of it is worth 2.
    return { nats: 6, characters: 12, perToken: 2 } as MeasureResult;
  },
};

const expert = { key: "tiny" } as OpenCustomExpert;

const client = {
  async call<T extends keyof CustomExpertCalls & string>(type: T, request: CustomExpertCalls[T]["request"]) {
    const { text, expert: named } = request as { text: string; expert?: OpenCustomExpert };
    if (type !== "fit") expect(named).toBe(expert);
    if (type === "words") return readable(numberOf(text)) as CustomExpertCalls[T]["result"];
    if (type === "measure") {
      const k = numberOf(text);
      const loss: MeasureResult = { nats: 3 * (k + 1), characters: 12, perToken: perToken(k) };
      return loss as CustomExpertCalls[T]["result"];
    }
    fitted = request as FitRequest;
    return fitHead(fitted, null) as CustomExpertCalls[T]["result"];
  },
};

const run = (shared: boolean, texts = TEXTS, signal = new AbortController().signal) => {
  const steps: number[][] = [];
  const done = fitExpertHead(library, texts, expert, shared, inference, client, {
    signal,
    onProgress: (...step) => steps.push(step),
  });
  return { done, steps };
};

describe("a calibration", () => {
  test("with the library's tokenizer fits the custom expert's loss minus the mean prediction, in nats per token", async () => {
    const { prompts, weights, intercept, error, sharedTokenizer } = await run(true).done;
    expect({ prompts, sharedTokenizer }).toEqual({ prompts: 12, sharedTokenizer: true });
    expect([...fitted!.differences]).toEqual(TEXTS.map((_, k) => 1 + k / 4 - 2));
    expect([...fitted!.states.slice(0, 6)]).toEqual([0, 1, 1, 1, 2, 1]);
    expect(weights[0]).toBeCloseTo(0.25, 2);
    expect(weights[1]).toBeCloseTo(0, 6);
    expect(intercept).toBeCloseTo(-1, 1);
    expect(error).toBeLessThan(0.01);
  });

  test("with another tokenizer converts nats per character to the library's scale, by the references' losses on the same words", async () => {
    perToken = () => null;
    const { references, perCharacter } = await run(false).done;
    // 3(k + 1) nats over 12 letters, times 2 nats per token over 0.5 nats per letter.
    expect([...fitted!.differences]).toEqual(TEXTS.map((_, k) => ((k + 1) / 4) * 4 - 2));
    // The router only has alpha.
    expect(references).toEqual([{ id: "alpha", label: "alpha", perCharacter: 0.5 }]);
    expect(perCharacter).toBeCloseTo(
      TEXTS.reduce((sum, _, k) => sum + (3 * (k + 1)) / (12 * 12), 0),
      9,
    );
    expect(measured).toHaveLength(TEXTS.length);
  });

  test("keeps the measurements on the texts, paired with the library's experts by text", async () => {
    const { measured } = await run(true).done;
    expect(measured!.texts).toBe(12);
    const [alpha] = measured!.differences;
    // (k + 1) / 4 nats per character for k = 0 … 11, minus 0.5.
    expect(alpha).toMatchObject({ id: "alpha", mean: 1.125 });
    expect(alpha!.low).toBeCloseTo(1.125 - (1.959964 * Math.sqrt(13)) / 4 / Math.sqrt(12), 6);
    expect(alpha!.high + alpha!.low).toBeCloseTo(2.25, 9);
  });

  test("measures all experts on exactly the words that both can read", async () => {
    await run(false).done;
    for (const { counts } of measured) expect([...counts]).toEqual([1, 0, 1]);
  });

  test("leaves out texts that one of them cannot read, and needs enough others", async () => {
    readable = (k) => (k < 2 ? Uint8Array.of(0, 0, 0) : Uint8Array.of(1));
    expect((await run(true).done).prompts).toBe(10);
    readable = (k) => (k < 3 ? Uint8Array.of(0) : Uint8Array.of(1));
    await expect(run(true).done).rejects.toThrow(`Only 9 of the texts have words that the router and the new expert`);
    await expect(run(true).done).rejects.toThrow(`${FEWEST_TEXTS} are needed`);
  });

  test("leaves out texts with unknown losses", async () => {
    perToken = (k) => (k === 3 ? null : k === 5 ? Number.NaN : 1 + k / 4);
    expect((await run(true).done).prompts).toBe(10);
    expect(fitted!.differences.every(Number.isFinite)).toBe(true);
    expect(fitted!.states[2 * 3]).toBe(4);
  });

  test("reports its progress up to the end", async () => {
    const { done, steps } = run(false);
    await done;
    expect(steps[0]).toEqual([1, 24]);
    expect(steps.at(-1)).toEqual([24, 24]);
    expect(steps.map(([at]) => at)).toEqual(Array.from({ length: 24 }, (_, k) => k + 1));
  });

  test("measures the library's experts once for the same texts and words, whatever is calibrated", async () => {
    const references = new ReferenceLosses();
    const signal = new AbortController().signal;
    const again = () =>
      fitExpertHead(library, TEXTS, expert, false, inference, client, { signal, onProgress: () => {}, references });
    const first = await again();
    expect(measured).toHaveLength(12);
    expect(await again()).toEqual(first);
    expect(measured).toHaveLength(12);
    readable = (k) => (k === 0 ? Uint8Array.of(1, 0, 0) : Uint8Array.of(1, 0, 1));
    await again();
    expect(measured.slice(12).map(({ text }) => text)).toEqual(["text number 0"]);
  });

  test("passes errors on", async () => {
    const failing = { ...inference, measure: () => Promise.reject(new Error("alpha cannot be loaded")) };
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    await expect(fitExpertHead(library, TEXTS, expert, true, failing, client, options)).rejects.toThrow(
      "alpha cannot be loaded",
    );
  });
});

test("texts are split at empty lines, or at every line if there are none", () => {
  expect(cutTexts("one\ntwo\r\n\r\n three \n \n\n")).toEqual(["one\ntwo", "three"]);
  expect(cutTexts("one\r\ntwo\n three ")).toEqual(["one", "two", "three"]);
  expect(cutTexts(" \n ")).toEqual([]);
});
