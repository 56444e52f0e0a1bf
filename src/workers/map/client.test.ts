import { expect, test, vi } from "vitest";
import { FakeWorker } from "../../rpc/testing.ts";
import { MapClient } from "./client.ts";

const request = {
  embeddings: { url: "embeddings.parquet", sha256: "0", bytes: 10 },
  size: 2,
};

function setUp() {
  const workers: FakeWorker[] = [];
  const client = new MapClient(() => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  });
  return { client, workers };
}

test("a prompt cannot be placed before the map is open", async () => {
  const { client } = setUp();
  await expect(client.place(Float32Array.of(1, 2))).rejects.toMatchObject({ name: "NotOpenError" });
});

test("a prompt is placed by the worker", async () => {
  const { client, workers } = setUp();
  const opening = client.open(request);
  workers[0]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  expect(await opening).toEqual({ rows: 1 });
  const placing = client.place(Float32Array.of(1, 2), { neighbors: 3 });
  expect(workers[0]!.sent[1]!.message).toMatchObject({ type: "place", request: { neighbors: 3 } });
  workers[0]!.reply({ kind: "result", id: 2, result: { neighbors: [] } });
  expect(await placing).toEqual({ neighbors: [] });
});

test("progress of an unfinished layout is reported, and it can be cancelled", async () => {
  const workers: FakeWorker[] = [];
  const told: unknown[] = [];
  const client = new MapClient(
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
    (progress) => told.push(progress),
  );
  void client.open(request);
  const cancel = new AbortController();
  const laying = client.layout("router", { seed: 1, neighbors: 5, minDist: 0 }, { signal: cancel.signal });
  workers[0]!.reply({ kind: "event", event: { stage: "epochs", done: 3 } });
  expect(told).toEqual([{ stage: "epochs", done: 3 }]);
  cancel.abort();
  await expect(laying).rejects.toMatchObject({ name: "AbortError" });
  expect(workers[0]!.sent.at(-1)!.message).toEqual({ kind: "cancel", id: 2 });
});

test("after a crash the next prompt is placed by a new worker with the same map", async () => {
  const { client, workers } = setUp();
  const opening = client.open(request);
  workers[0]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  await opening;
  workers[0]!.emit("error", {});
  const placing = client.place(Float32Array.of(1, 2));
  expect(workers[1]!.sent[0]!.message).toMatchObject({ type: "open", request });
  workers[1]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  await vi.waitFor(() => expect(workers[1]!.sent).toHaveLength(2));
  workers[1]!.reply({ kind: "result", id: 2, result: { neighbors: [] } });
  expect(await placing).toEqual({ neighbors: [] });
});

test("after a crash no call overtakes the opening of the new worker, and its causal space is restored too", async () => {
  const { client, workers } = setUp();
  const opening = client.open(request);
  workers[0]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  await opening;
  const causal = client.openCausal(request.embeddings, ["a"]);
  workers[0]!.reply({ kind: "result", id: 2, result: { x: [], y: [] } });
  await causal;
  workers[0]!.emit("error", {});
  const settled: string[] = [];
  const first = client.place(Float32Array.of(1, 2)).then(() => settled.push("first"));
  await Promise.resolve();
  const second = client.nearest(0, 3).then(() => settled.push("second"));
  await vi.waitFor(() => expect(workers[1]!.sent).toHaveLength(1));
  workers[1]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  await vi.waitFor(() => expect(workers[1]!.sent).toHaveLength(2));
  expect(workers[1]!.sent.map(({ message }) => message.type)).toEqual(["open", "openCausal"]);
  workers[1]!.reply({ kind: "result", id: 2, result: { x: [], y: [] } });
  await vi.waitFor(() => expect(workers[1]!.sent).toHaveLength(4));
  expect(workers[1]!.sent.slice(2).map(({ message }) => message.type)).toEqual(["place", "nearest"]);
  workers[1]!.reply({ kind: "result", id: 3, result: { neighbors: [] } });
  workers[1]!.reply({ kind: "result", id: 4, result: [] });
  await Promise.all([first, second]);
  expect(settled).toEqual(["first", "second"]);
  expect(workers).toHaveLength(2);
});

test("a new worker that could not open the map is asked again by the next call", async () => {
  const { client, workers } = setUp();
  const opening = client.open(request);
  workers[0]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  await opening;
  workers[0]!.emit("error", {});
  const failed = client.place(Float32Array.of(1, 2));
  workers[1]!.reply({ kind: "error", id: 1, error: { name: "DownloadError", message: "no network" } });
  await expect(failed).rejects.toThrow("no network");
  void client.place(Float32Array.of(1, 2)).catch(() => {});
  await vi.waitFor(() => expect(workers[1]!.sent.map(({ message }) => message.type)).toEqual(["open", "open"]));
});

test("of two libraries opened at once the newest is the one that a new worker opens", async () => {
  const { client, workers } = setUp();
  const other = { ...request, size: 3 };
  const older = client.open(request);
  const newer = client.open(other);
  workers[0]!.reply({ kind: "result", id: 2, result: { rows: 1 } });
  workers[0]!.reply({ kind: "result", id: 1, result: { rows: 1 } });
  await Promise.all([older, newer]);
  workers[0]!.emit("error", {});
  void client.place(Float32Array.of(1, 2, 3)).catch(() => {});
  expect(workers[1]!.sent[0]!.message).toMatchObject({ type: "open", request: other });
});

test("a crash rejects pending calls, and opening again starts afresh", async () => {
  const { client, workers } = setUp();
  const opening = client.open(request);
  workers[0]!.emit("error", {});
  await expect(opening).rejects.toMatchObject({ name: "WorkerError" });
  client.open(request).catch(() => undefined);
  expect(workers).toHaveLength(2);
});

test("dispose terminates the worker and rejects pending calls", async () => {
  const { client, workers } = setUp();
  const opening = client.open(request);
  client.dispose();
  await expect(opening).rejects.toMatchObject({ name: "DisposedError" });
  expect(workers[0]!.terminated).toBe(true);
});
