import { beforeEach, describe, expect, test } from "vitest";
import { InferenceError } from "../../rpc/errors.ts";
import type { Outputs } from "./engine/engine.ts";
import type { BackendReport, FillRequest, OpenRequest } from "./protocol.ts";
import { InferenceService } from "./service.ts";
import { type FakeEngine, fakeEngine, tokenizerJson } from "./testing.ts";

const VOCABULARY = 261;
const contents: Record<string, ArrayBuffer> = {
  tokenizer: new TextEncoder().encode(tokenizerJson()).buffer,
  router: new ArrayBuffer(8),
};
const reference = (url: string) => ({ url, sha256: `hash of ${url}`, bytes: 100 });
const openRequest: OpenRequest = { tokenizer: reference("tokenizer"), router: reference("router") };
const fillRequest = (expertId: string, text = "a [MASK]", masks: number[] = []): FillRequest => ({
  expert: { key: expertId, model: reference(expertId) },
  text,
  masks,
  topK: 3,
});

let fetched: string[];
let engine: FakeEngine;
let reports: BackendReport[];
let service: InferenceService;
let fetchFailure: Error | null;
const context = (signal = new AbortController().signal) => ({ signal, progress: (_: object) => undefined });

beforeEach(() => {
  fetched = [];
  reports = [];
  fetchFailure = null;
  engine = fakeEngine("wasm", ({ rows, columns, ids }, file): Outputs => {
    const isRouter = file === contents.router;
    if (isRouter) return { losses: Float32Array.of(ids.length, 1), state: Float32Array.of(5, 6) };
    return { logits: new Float32Array(rows * columns * VOCABULARY) };
  });
  const runtimes = {
    wasm: () => engine,
    whyNoWebgpu: async () => "this browser has no WebGPU",
    webgpu: () => Promise.reject(new Error("never asked for")),
    made: () => [engine],
  };
  service = new InferenceService(
    runtimes,
    async (url, _, options) => {
      options?.signal?.throwIfAborted();
      if (fetchFailure) throw fetchFailure;
      fetched.push(url);
      options?.onProgress?.(50, 100);
      return contents[url] ?? new ArrayBuffer(4);
    },
    (report) => reports.push(report),
  );
});

describe("open", () => {
  test("resolves with a WASM report, then reports the result for WebGPU", async () => {
    const first = await service.open(openRequest, context());
    expect(first.router).toBe("wasm");
    // Even if it is known at once: the page uses the last report that it receives.
    expect(reports).toEqual([]);
    await expect.poll(() => reports.map(({ summary }) => summary)).toEqual(["WASM: this browser has no WebGPU"]);
  });

  test("reports the bytes of both files as one sum that ends at the total", async () => {
    const seen: { loaded: number; total: number }[] = [];
    await service.open(openRequest, { ...context(), progress: (progress) => seen.push(progress) });
    expect(seen.every(({ total }) => total === 200)).toBe(true);
    expect(seen.at(-1)!.loaded).toBe(200);
    expect(seen.map(({ loaded }) => loaded)).toEqual(seen.map(({ loaded }) => loaded).sort((a, b) => a - b));
  });

  test("again with another backend downloads nothing and frees the former router", async () => {
    await service.open(openRequest, context());
    await service.open({ ...openRequest, forced: "wasm" }, context());
    expect(fetched.sort()).toEqual(["router", "tokenizer"]);
    expect(engine.log.filter((entry) => entry === "release")).toHaveLength(1);
    await expect.poll(() => reports.at(-1)?.summary).toBe("WASM: your choice");
  });

  test("that fails leaves the previous setup working", async () => {
    await service.open(openRequest, context());
    fetchFailure = new InferenceError("DownloadError", "The router could not be fetched.");
    const other = { ...openRequest, router: reference("another") };
    await expect(service.open(other, context())).rejects.toMatchObject({ name: "DownloadError" });
    expect((await service.route("x")).status).toBe("routed");
  });
});

describe("route", () => {
  test("before open is refused", async () => {
    await expect(service.route("x")).rejects.toMatchObject({ name: "NotOpenError" });
  });

  test("returns losses, state and what was read", async () => {
    await service.open(openRequest, context());
    expect(await service.route("ab [MASK]")).toMatchObject({
      status: "routed",
      losses: Float32Array.of(5, 1),
      state: Float32Array.of(5, 6),
      tokens: 3,
      truncated: false,
      texts: ["a", "b", "[MASK]"],
      maskPositions: [3],
      milliseconds: expect.any(Number),
    });
  });

  test("of an empty text is not an error", async () => {
    await service.open(openRequest, context());
    expect(await service.route("  \n")).toEqual({ status: "empty" });
  });

  test("runs only the newest of the waiting prompts", async () => {
    await service.open({ ...openRequest, forced: "wasm" }, context());
    const before = engine.log.length;
    const results = await Promise.all(["a", "ab", "abc", "abcd"].map((text) => service.route(text)));
    expect(results.map(({ status }) => status)).toEqual(["superseded", "superseded", "superseded", "routed"]);
    expect(engine.log.slice(before)).toEqual(["run"]);
  });

  test("that is cleared meanwhile is superseded by the empty prompt", async () => {
    await service.open(openRequest, context());
    const [first, second] = await Promise.all([service.route("a"), service.route("")]);
    expect([first.status, second.status]).toEqual(["superseded", "empty"]);
  });
});

describe("fill", () => {
  test("loads the expert once, and predicts for the masks", async () => {
    await service.open(openRequest, context());
    const first = await service.fill(fillRequest("a"), context());
    const second = await service.fill(fillRequest("a"), context());
    expect(first.masks[0]!.predictions).toHaveLength(3);
    expect(first).toMatchObject({ backend: "wasm", tokens: 2, truncated: false, latency: expect.any(Number) });
    // The word behind the [MASK] is unknown: only the other token has a true loss.
    expect(first.measured).toMatchObject({ masked: 1, over: "text" });
    expect(first.loadMilliseconds).toBeGreaterThan(0);
    expect(second.loadMilliseconds).toBe(0);
    expect(fetched.filter((url) => url === "a")).toHaveLength(1);
  });

  test("measures the loss of a text without a mask", async () => {
    await service.open(openRequest, context());
    const { measured } = await service.fill(fillRequest("a", "eight ch"), context());
    expect(measured!.masked).toBe(8);
    expect(measured!.loss).toBeCloseTo(Math.log(VOCABULARY), 5);
  });

  test("hides the requested tokens, and measures the loss on them alone", async () => {
    await service.open(openRequest, context());
    const { masks, measured } = await service.fill(fillRequest("a", "eight ch", [6, 1, 1, 99]), context());
    expect(masks.map(({ position, truth }) => [position, truth!.text])).toEqual([
      [2, "i"],
      [7, "c"],
    ]);
    expect(measured).toMatchObject({ masked: 2, over: "masks" });
    expect(measured!.loss).toBeCloseTo(Math.log(VOCABULARY), 5);
  });

  test("times every expert once, whatever the text", async () => {
    await service.open({ ...openRequest, forced: "wasm" }, context());
    const first = await service.fill(fillRequest("a"), context());
    const before = engine.log.length;
    const second = await service.fill(fillRequest("a", "b [MASK]"), context());
    expect(second.latency).toBe(first.latency);
    // One run fills the mask, one measures the loss of the readable tokens.
    expect(engine.log.slice(before)).toEqual(["run", "run"]);
  });

  test("keeps three experts and downloads an evicted one again", async () => {
    await service.open(openRequest, context());
    await Promise.all(["a", "b", "c", "d"].map((id) => service.fill(fillRequest(id), context())));
    await service.fill(fillRequest("a"), context());
    expect(fetched.filter((url) => url === "a")).toHaveLength(2);
  });

  test("of a released expert loads it again", async () => {
    await service.open(openRequest, context());
    await service.fill(fillRequest("a"), context());
    await service.release("a");
    await service.release("never loaded");
    expect((await service.fill(fillRequest("a"), context())).loadMilliseconds).toBeGreaterThan(0);
  });

  test("of an empty text is refused with a message", async () => {
    await service.open(openRequest, context());
    await expect(service.fill(fillRequest("a", " "), context())).rejects.toMatchObject({ name: "EmptyPromptError" });
  });

  test("can be cancelled while it is queued", async () => {
    await service.open(openRequest, context());
    const controller = new AbortController();
    const fills = [
      service.fill(fillRequest("a"), context()),
      service.fill(fillRequest("b"), context(controller.signal)),
    ];
    controller.abort();
    await expect(fills[1]).rejects.toMatchObject({ name: "AbortError" });
    await fills[0];
  });
});

test("the holdings do not grow with the experts that have been run", async () => {
  expect(service.holdings()).toEqual({ models: 0, bytes: 0 });
  await service.open({ ...openRequest, forced: "wasm" }, context());
  const bytes = contents.tokenizer!.byteLength + contents.router!.byteLength;
  expect(service.holdings()).toEqual({ models: 1, bytes });
  for (const id of ["a", "b", "c", "d", "e", "f"]) await service.fill(fillRequest(id), context());
  // The router and the three experts kept in memory.
  expect(service.holdings()).toEqual({ models: 4, bytes });
  await service.dispose();
  expect(service.holdings()).toEqual({ models: 0, bytes: 0 });
});

test("opening another library frees the previous one's experts; reopening the same one keeps them", async () => {
  await service.open({ ...openRequest, forced: "wasm" }, context());
  await service.fill(fillRequest("a"), context());
  await service.open({ ...openRequest, forced: "wasm" }, context());
  expect((await service.fill(fillRequest("a"), context())).loadMilliseconds).toBe(0);
  const releases = () => engine.log.filter((entry) => entry === "release").length;
  const before = releases();
  await service.open(
    { ...openRequest, router: { ...openRequest.router, sha256: "another" }, forced: "wasm" },
    context(),
  );
  // The previous router, and the expert.
  expect(releases() - before).toBe(2);
});

test("dispose waits for running work and frees everything", async () => {
  await service.open({ ...openRequest, forced: "wasm" }, context());
  const fill = service.fill(fillRequest("a"), context());
  await expect.poll(() => fetched).toContain("a");
  await service.dispose();
  expect((await fill).masks).toHaveLength(1);
  expect(engine.models).toBe(0);
  await expect(service.route("x")).rejects.toMatchObject({ name: "NotOpenError" });
});
