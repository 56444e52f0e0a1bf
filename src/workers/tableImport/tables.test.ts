import { describe, expect, test, vi } from "vitest";
import { TELL_EVERY } from "../../library/evaluationTable/read/rawTable.ts";
import { toWire } from "../../rpc/errors.ts";
import { FakeWorker } from "../../rpc/testing.ts";
import { TableClient } from "./client.ts";
import { tableService } from "./service.ts";

const utf8 = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const long = (rows: number) =>
  utf8(`prompt,a,b\n${Array.from({ length: rows }, (_, i) => `p${i},${i % 2},0.5\n`).join("")}`);

/** A worker that answers with the service itself. */
function setUp() {
  const workers: FakeWorker[] = [];
  const client = new TableClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  const answer = async () => {
    const worker = workers.at(-1)!;
    await vi.waitFor(() => expect(worker.sent).toHaveLength(1));
    const { id, request } = worker.sent[0]!.message as {
      id: number;
      request: Parameters<typeof tableService.import>[0];
    };
    const context = {
      signal: new AbortController().signal,
      progress: (progress: object) => worker.reply({ kind: "progress", id, progress }),
    };
    await tableService.import(request, context).then(
      ({ result }) => worker.reply({ kind: "result", id, result: structuredClone(result) }),
      (error) => worker.reply({ kind: "error", id, error: toWire(error) }),
    );
  };
  return { client, workers, answer };
}

describe("a table that is imported in a worker", () => {
  test("comes back as a library, tells of its progress, and gives the worker back", async () => {
    const { client, workers, answer } = setUp();
    const content = long(3 * TELL_EVERY);
    const steps: number[][] = [];
    const imported = client.import(content, "t.csv", { onProgress: (...step) => steps.push(step) });
    expect(workers[0]!.sent[0]!.transfer).toEqual([content]);
    await answer();
    const { manifest, contents } = await imported;
    expect(manifest.benchmark).toMatchObject({ rows: 3 * TELL_EVERY, lossUnit: "1 − score" });
    expect([...contents.values()][0]!.byteLength).toBe(manifest.files[manifest.benchmark.prompts]!.bytes);
    const loaded = steps.map(([at]) => at!);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
    expect(loaded.filter((at) => at < content.byteLength / 2).length).toBeGreaterThan(1);
    expect(loaded.filter((at) => at > content.byteLength / 2).length).toBeGreaterThan(1);
    expect(steps.at(-1)).toEqual([content.byteLength, content.byteLength]);
    expect(workers[0]!.terminated).toBe(true);
  });

  test("and is wrong says where, by its name; the next one has a worker of its own", async () => {
    const { client, workers, answer } = setUp();
    const wrong = client.import(utf8("prompt,a,b\nx,1,0\ny,7,0"), "u.csv");
    void answer();
    await expect(wrong).rejects.toMatchObject({
      name: "TableError",
      message: expect.stringContaining("u.csv, line 3, “a”: the score 7 is not from 0 to 1"),
    });
    const right = client.import(long(2), "v.csv");
    await answer();
    expect((await right).manifest.name).toBe("v.csv");
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  test("and is given up ends its worker at once, in the middle of its work", async () => {
    const { client, workers } = setUp();
    const cancel = new AbortController();
    const given = client.import(long(5), "t.csv", { signal: cancel.signal });
    const reason = new Error("no longer wanted");
    cancel.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect(workers[0]!.terminated).toBe(true);
    await expect(client.import(long(5), "t.csv", { signal: cancel.signal })).rejects.toBe(reason);
    expect(workers).toHaveLength(1);
  });

  test("by a worker that crashes is refused", async () => {
    const { client, workers } = setUp();
    const given = client.import(long(5), "t.csv");
    workers[0]!.emit("error", { message: "out of memory" });
    await expect(given).rejects.toMatchObject({
      name: "WorkerError",
      message: expect.stringContaining("out of memory"),
    });
    expect(workers[0]!.terminated).toBe(true);
  });

  test.each([
    ["JSON lines", (rows: string[]) => rows.join("\n")],
    ["a JSON list", (rows: string[]) => `[${rows.join(",")}]`],
  ])("as %s tells of its progress too", async (_, written) => {
    const rows = Array.from({ length: 2 * TELL_EVERY }, (_, i) => `{"id":"${i}","scores":{"a":1,"b":${i % 2}}}`);
    const told: number[] = [];
    const context = {
      signal: new AbortController().signal,
      progress: ({ loaded }: { loaded: number }) => told.push(loaded),
    };
    await tableService.import({ content: utf8(written(rows)), name: "t.jsonl" }, context);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});
