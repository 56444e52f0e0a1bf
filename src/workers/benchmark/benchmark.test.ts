import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readBenchmark } from "../../library/benchmark/parquet.ts";
import { loadLibrary } from "../../library/load.ts";
import { sha256Hex } from "../../library/storage/hash.ts";
import { EXPERTS, minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { toWire } from "../../rpc/errors.ts";
import { FakeWorker } from "../../rpc/testing.ts";
import { BenchmarkClient } from "./client.ts";
import { benchmarkService } from "./service.ts";

const FILE = "benchmark/prompts.parquet";
const PATIENCE = 1_000;

function setUp() {
  const worker = new FakeWorker();
  return { worker, client: new BenchmarkClient(worker, PATIENCE) };
}

type Call = { id: number; type: keyof typeof benchmarkService; request: never };

/** Answers the latest call like the worker: by the service, with results cloned as across a thread boundary. */
async function answer(worker: FakeWorker): Promise<void> {
  const { id, type, request } = worker.sent.at(-1)!.message as Call;
  const context = {
    signal: new AbortController().signal,
    progress: (progress: object) => worker.reply({ kind: "progress", id, progress }),
  };
  try {
    const { result, transfer = [] } = await benchmarkService[type](request, context);
    worker.reply({ kind: "result", id, result: structuredClone(result, { transfer }) });
  } catch (error) {
    worker.reply({ kind: "error", id, error: toWire(error) });
  }
}

describe("a benchmark that is decoded in a worker", () => {
  test("equals the one in the file; the file is transferred, and its progress is reported", async () => {
    const { worker, client } = setUp();
    const file = writeParquet(promptColumns());
    const expected = await readBenchmark(file, EXPERTS);
    const steps: number[][] = [];
    const read = client.prompts(file, EXPERTS, FILE, { onProgress: (...step) => steps.push(step) });
    expect(worker.sent[0]!.transfer).toEqual([file]);
    await answer(worker);
    expect(await read).toEqual(expected);
    const loaded = steps.map(([at]) => at!);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
    expect(new Set(loaded).size).toBeGreaterThan(5);
    expect(steps.at(-1)).toEqual([file.byteLength, file.byteLength]);
  });

  test("includes references and the number of states", async () => {
    const { worker, client } = setUp();
    const columns = [
      { name: "id", data: ["a", "b"], type: "BYTE_ARRAY" as const },
      { name: "knn:alpha", data: [1, 2], type: "FLOAT" as const },
    ];
    const references = client.references(writeParquet(columns), ["knn"], ["alpha"], ["b", "a"], "r.parquet");
    await answer(worker);
    expect((await references).knn!.data).toEqual(Float32Array.of(2, 1));
    const states = client.countStates(
      writeParquet([{ name: "state_0", data: [1, 2, 3], type: "FLOAT" }]),
      1,
      "e.parquet",
    );
    await answer(worker);
    expect(await states).toBe(3);
  });

  test("is refused by name when it is damaged", async () => {
    const { worker, client } = setUp();
    const read = client.prompts(new ArrayBuffer(100), EXPERTS, FILE);
    void answer(worker);
    await expect(read).rejects.toMatchObject({ name: "ParquetError", message: expect.stringContaining(FILE) });
  });

  test("costs only that worker when it crashes, and the file is named", async () => {
    const { worker, client } = setUp();
    const read = client.prompts(writeParquet(promptColumns()), EXPERTS, FILE);
    worker.emit("error", { message: "out of memory" });
    await expect(read).rejects.toThrow(
      `${FILE} could not be read. The background worker stopped: out of memory. It restarts`,
    );
    expect(worker.terminated).toBe(true);
  });

  test("is refused when its worker could not be started, also when that was already known", async () => {
    const { worker, client } = setUp();
    worker.emit("error", {});
    const read = client.prompts(writeParquet(promptColumns()), EXPERTS, FILE);
    await expect(read).rejects.toThrow(`${FILE} could not be read. The background worker could not be started`);
  });

  test("rejects with the reason when cancelled midway", async () => {
    const { client } = setUp();
    const cancel = new AbortController();
    const read = client.prompts(writeParquet(promptColumns()), EXPERTS, FILE, { signal: cancel.signal });
    const reason = new Error("no longer wanted");
    cancel.abort(reason);
    await expect(read).rejects.toBe(reason);
  });

  describe("and stalls", () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    test("is aborted after too long without progress, and so is its worker", async () => {
      const { worker, client } = setUp();
      const read = client.prompts(writeParquet(promptColumns()), EXPERTS, FILE);
      const failed = expect(read).rejects.toMatchObject({
        name: "ParquetError",
        message: `${FILE} could not be read: decoding it has come to a halt, as damaged files can make it. Build the library again or load it again.`,
      });
      const { id } = worker.sent[0]!.message as { id: number };
      for (let k = 0; k < 5; k++) {
        await vi.advanceTimersByTimeAsync(PATIENCE - 1);
        expect(worker.terminated).toBe(false);
        worker.reply({ kind: "progress", id, progress: { loaded: k, total: 9 } });
      }
      await vi.advanceTimersByTimeAsync(PATIENCE + 1);
      expect(worker.terminated).toBe(true);
      await failed;
    });

    test("is not aborted once it has been answered", async () => {
      const { worker, client } = setUp();
      const read = client.countStates(new ArrayBuffer(8), 1, "e.parquet");
      const { id } = worker.sent[0]!.message as { id: number };
      worker.reply({ kind: "result", id, result: 3 });
      expect(await read).toBe(3);
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

describe("loading a library", () => {
  const BASE = "https://a.test/models/";
  const load = async (worker: FakeWorker, signal?: AbortSignal) => {
    const prompts = writeParquet(promptColumns());
    const draft = minimalManifest({ [FILE]: { sha256: await sha256Hex(prompts), bytes: prompts.byteLength } });
    const fetch = async () => new Response(prompts);
    return loadLibrary(BASE, { fetch, manifest: draft, signal, reader: () => new BenchmarkClient(worker, PATIENCE) });
  };
  const asked = (worker: FakeWorker) => vi.waitFor(() => expect(worker.sent).toHaveLength(1));

  test("terminates the worker when the library is loaded", async () => {
    const worker = new FakeWorker();
    const loading = load(worker);
    await asked(worker);
    await answer(worker);
    expect((await loading).benchmark.ids).toHaveLength(3);
    expect(worker.terminated).toBe(true);
  });

  test("terminates the worker when it is cancelled, and when the file is damaged", async () => {
    const cancel = new AbortController();
    const [given, damaged] = [new FakeWorker(), new FakeWorker()];
    const cancelled = load(given, cancel.signal);
    await asked(given);
    cancel.abort(new Error("enough"));
    await expect(cancelled).rejects.toThrow("enough");
    const refused = load(damaged);
    await asked(damaged);
    const { id } = damaged.sent[0]!.message as { id: number };
    damaged.reply({ kind: "error", id, error: { name: "ParquetError", message: "no" } });
    await expect(refused).rejects.toThrow("no");
    expect([given.terminated, damaged.terminated]).toEqual([true, true]);
  });
});
