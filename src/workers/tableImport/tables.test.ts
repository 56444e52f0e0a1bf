import { describe, expect, test, vi } from "vitest";
import { writeParquet } from "../../library/benchmark/writeParquet.ts";
import { TableImporter } from "../../library/evaluationTable/importer.ts";
import { TELL_EVERY } from "../../library/evaluationTable/read/rawTable.ts";
import { toWire } from "../../rpc/errors.ts";
import { FakeWorker } from "../../rpc/testing.ts";
import { TableClient } from "./client.ts";
import { createTableService } from "./service.ts";

const given = (text: string, name: string) => ({ name, files: [{ path: name, blob: new Blob([text]) }] });
const long = (rows: number) =>
  given(`prompt,a,b\n${Array.from({ length: rows }, (_, i) => `p${i},${i % 2},0.5\n`).join("")}`, "t.csv");

type Call = { id: number; type: "open" | "look" | "build" | "write"; request: never };

/** A worker that answers with the service itself. */
function setUp() {
  const workers: FakeWorker[] = [];
  const client = new TableClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  /** Answers this many calls, in order of arrival. */
  const answer = async (calls = 2) => {
    const worker = workers.at(-1)!;
    const service = createTableService();
    for (let k = 0; k < calls; k++) {
      await vi.waitFor(() => expect(worker.sent.length).toBeGreaterThan(k));
      const { id, type, request } = worker.sent[k]!.message as Call;
      const context = {
        signal: new AbortController().signal,
        progress: (progress: object) => worker.reply({ kind: "progress", id, progress }),
      };
      await service[type](request, context).then(
        ({ result }) => worker.reply({ kind: "result", id, result: structuredClone(result) }),
        (error) => worker.reply({ kind: "error", id, error: toWire(error) }),
      );
    }
  };
  return { client, workers, answer };
}

describe("a table that is imported in a worker", () => {
  test("becomes a library, reports its progress, and releases the worker", async () => {
    const { client, workers, answer } = setUp();
    const files = long(3 * TELL_EVERY);
    const bytes = files.files[0]!.blob.size;
    const steps: number[][] = [];
    const imported = client.import(files, { onProgress: (...step) => steps.push(step) });
    await answer();
    const { manifest, contents } = await imported;
    expect(manifest.benchmark).toMatchObject({ rows: 3 * TELL_EVERY, lossUnit: "1 − score" });
    expect([...contents.values()][0]!.byteLength).toBe(manifest.files[manifest.benchmark.prompts]!.bytes);
    const loaded = steps.map(([at]) => at!);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
    expect(loaded.filter((at) => at < bytes / 2).length).toBeGreaterThan(1);
    expect(loaded.filter((at) => at > bytes / 2).length).toBeGreaterThan(1);
    expect(steps.at(-1)).toEqual([bytes, bytes]);
    expect(workers[0]!.terminated).toBe(true);
  });

  test("reports an error with its name and place; the next one gets its own worker", async () => {
    const { client, workers, answer } = setUp();
    const wrong = client.import(given("prompt,a,b\nx,1,0\ny,7,0", "u.csv"));
    void answer();
    await expect(wrong).rejects.toMatchObject({
      name: "TableError",
      message: expect.stringContaining("u.csv, line 3, “a”: the score 7 is not from 0 to 1"),
    });
    const right = client.import(long(2));
    await answer();
    expect((await right).manifest.name).toBe("t.csv");
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  test("terminates its worker at once when cancelled midway", async () => {
    const { client, workers } = setUp();
    const cancel = new AbortController();
    const ended = client.import(long(5), { signal: cancel.signal });
    const reason = new Error("no longer wanted");
    cancel.abort(reason);
    await expect(ended).rejects.toBe(reason);
    expect(workers[0]!.terminated).toBe(true);
    await expect(client.import(long(5), { signal: cancel.signal })).rejects.toBe(reason);
    expect(workers).toHaveLength(1);
  });

  test("is refused when its worker crashes", async () => {
    const { client, workers } = setUp();
    const crashed = client.import(long(5));
    workers[0]!.emit("error", { message: "out of memory" });
    await expect(crashed).rejects.toMatchObject({
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
    const service = createTableService();
    await service.open(given(written(rows), "t.jsonl"), context);
    await service.build({}, context);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  test("is reviewed any number of times, and read once", async () => {
    const { client, workers, answer } = setUp();
    const tables = client.open(given("prompt,a,b,c\nx,1,0,30\ny,0,1,70\n", "t.csv"));
    const first = tables.look({});
    await answer(2);
    expect(await first).toMatchObject({ models: ["a", "b", "c"], scale: "unit", problem: null, prompts: 2 });
    tables.end();
    expect(workers[0]!.terminated).toBe(true);
    await expect(tables.look({})).rejects.toThrow("The import of the table has ended");
  });
});

describe("a table that is written in a worker", () => {
  test.each(["csv", "parquet"] as const)("as %s has its texts and figures, and releases the worker", async (format) => {
    const own = { models: ["a", "b"], ids: ["2", "3"], datasets: ["law", "law"] };
    const figures = { scores: Float32Array.of(1, 0.1, Number.NaN, 0), costs: null };
    const texts = writeParquet([{ name: "text", data: ["one", "two, three", "four"], type: "BYTE_ARRAY" }]);
    const { client, workers, answer } = setUp();
    const writing = client.write({
      table: { ...own, ...figures },
      texts: { content: texts, rows: Int32Array.of(1, 2) },
      format,
    });
    await answer(1);
    const written = await writing;
    expect(workers[0]!.terminated).toBe(true);
    const { table } = await new TableImporter("t", [{ path: `t.${format}`, blob: written }]).read();
    expect(table.prompts).toEqual([
      { id: "2", dataset: "law", text: "two, three" },
      { id: "3", dataset: "law", text: "four" },
    ]);
    expect([table.models, ...table.scores]).toEqual([["a", "b"], 1, 0.1, Number.NaN, 0]);
  });
});
