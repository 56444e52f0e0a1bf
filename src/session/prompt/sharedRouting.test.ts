import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallOptions } from "../../rpc/caller.ts";
import type { RoutedTexts } from "../../workers/inference/protocol.ts";
import { type FurtherWorkers, PART, routeShared } from "./sharedRouting.ts";

const EXPERTS = 2;
const texts = Array.from({ length: 5 * PART + 7 }, (_, i) => "x".repeat((37 * i) % 101));

/** A router whose answers say which text they are for; an empty text has none. */
function answer(some: readonly string[]): RoutedTexts {
  const number = (text: string) => (text === "" ? Number.NaN : text.length);
  return {
    losses: Float32Array.from(some.flatMap((text) => [number(text), -number(text)])),
    states: Float32Array.from(some, ({ length }) => length / 2),
    tokens: Uint16Array.from(some, ({ length }) => length),
  };
}

type Route = (texts: readonly string[], options?: CallOptions) => Promise<RoutedTexts>;
const soon =
  (turns: number): Route =>
  async (some, { signal, onProgress } = {}) => {
    for (let turn = 0; turn < turns; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
      onProgress?.({ loaded: Math.floor((some.length * turn) / turns), total: some.length });
    }
    return answer(some);
  };

/** Further workers that note what is opened and disposed of. */
function workers(count: number, route: Route, opens: () => Promise<void> = async () => undefined) {
  const log = { opened: 0, disposed: 0, parts: 0 };
  const further: FurtherWorkers = {
    count,
    async open() {
      await opens();
      log.opened++;
      return {
        routeTexts: (some, options) => {
          log.parts++;
          return route(some, options);
        },
        dispose: async () => {
          log.disposed++;
        },
      };
    },
  };
  return { log, further };
}

test("however many workers of whatever speed share them, every text gets its own answer, and all further workers are disposed of", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 3 * PART, minLength: PART - 1 }),
      async (count, fast, slow, lengths) => {
        const all = lengths.map((length) => "y".repeat(length));
        const { log, further } = workers(count, soon(slow));
        const seen: number[] = [];
        const onProgress = ({ loaded }: { loaded: number }) => void seen.push(loaded);
        expect(await routeShared(all, { routeTexts: soon(fast) }, further, { onProgress })).toEqual(answer(all));
        if (all.length > PART && count > 0) expect(seen.at(-1)).toBe(all.length);
        expect(Math.max(0, ...seen)).toBeLessThanOrEqual(all.length);
        expect(log.disposed).toBe(log.opened);
        expect(log.opened).toBeLessThan(Math.max(1, Math.ceil(all.length / PART)));
      },
    ),
    { numRuns: 100 },
  );
});

test("a worker that fails, or cannot be opened, leaves its part to the first one", async () => {
  let failed = 0;
  const { log, further } = workers(2, async () => {
    failed++;
    throw new Error("out of memory");
  });
  const counts: number[] = [];
  const onProgress = ({ loaded }: { loaded: number }) => void counts.push(loaded);
  expect(await routeShared(texts, { routeTexts: soon(2) }, further, { onProgress })).toEqual(answer(texts));
  expect(failed).toBe(2);
  expect(log.disposed).toBe(2);
  expect(counts.at(-1)).toBe(texts.length);
  const never = workers(3, soon(1), () => Promise.reject(new Error("offline")));
  expect(await routeShared(texts, { routeTexts: soon(1) }, never.further, {})).toEqual(answer(texts));
});

test("what fails in the first worker is the answer, after the others have ended", async () => {
  const { log, further } = workers(1, soon(3));
  const broken = { routeTexts: () => Promise.reject(new Error("the router is gone")) };
  await expect(routeShared(texts, broken, further, {})).rejects.toThrow("the router is gone");
  expect(log.disposed).toBe(log.opened);
});

test("an abort ends all workers", async () => {
  const cancel = new AbortController();
  const { log, further } = workers(2, soon(5));
  const routing = routeShared(texts, { routeTexts: soon(5) }, further, {
    signal: cancel.signal,
    onProgress: () => cancel.abort(),
  });
  await expect(routing).rejects.toMatchObject({ name: "AbortError" });
  expect(log.disposed).toBe(log.opened);
  expect(log.parts).toBeLessThanOrEqual(2);
});

test("a file of one part opens no further worker", async () => {
  const { log, further } = workers(3, soon(1));
  const few = texts.slice(0, PART);
  const { losses } = await routeShared(few, { routeTexts: soon(1) }, further, {});
  expect(losses).toHaveLength(EXPERTS * PART);
  expect(log.opened).toBe(0);
});
