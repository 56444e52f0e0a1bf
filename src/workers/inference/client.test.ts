import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeWorker } from "../../rpc/testing.ts";
import { InferenceClient } from "./client.ts";
import type { BackendReport, FillRequest, OpenRequest } from "./protocol.ts";

const file = { url: "file", sha256: "0", bytes: 10 };
const openRequest: OpenRequest = { tokenizer: file, router: file };
const fillRequest: FillRequest = { expert: { key: "a", model: file }, text: "[MASK]", masks: [], topK: 5 };
const report = { router: "wasm", summary: "WASM" } as BackendReport;

let workers: FakeWorker[];
let client: InferenceClient;
const last = () => workers.at(-1)!;
const idOf = (type: string) => last().sent.find(({ message }) => message.type === type)!.message.id;

beforeEach(() => {
  workers = [];
  client = new InferenceClient(() => {
    workers.push(new FakeWorker());
    return last();
  });
});

async function opened() {
  const opening = client.open(openRequest);
  last().reply({ kind: "result", id: idOf("open"), result: report });
  return opening;
}

test("no worker is started before open", async () => {
  await expect(client.route("x")).rejects.toMatchObject({ name: "NotOpenError" });
  expect(workers).toHaveLength(0);
});

test("answers go to the call with their id, in any order", async () => {
  await opened();
  const [route, fill] = [client.route("x"), client.fill(fillRequest)];
  last().reply({ kind: "result", id: idOf("fill"), result: "filled" });
  last().reply({ kind: "result", id: idOf("route"), result: { status: "superseded" } });
  expect(await fill).toBe("filled");
  expect(await route).toEqual({ status: "superseded" });
});

test("progress is reported to its call until the call ends", async () => {
  const seen: number[] = [];
  const opening = client.open(openRequest, { onProgress: ({ loaded }) => seen.push(loaded) });
  const id = idOf("open");
  last().reply({ kind: "progress", id, progress: { loaded: 4, total: 20 } });
  last().reply({ kind: "progress", id, progress: { loaded: 20, total: 20 } });
  last().reply({ kind: "result", id, result: report });
  last().reply({ kind: "progress", id, progress: { loaded: 99, total: 20 } });
  await opening;
  expect(seen).toEqual([4, 20]);
});

test("an error arrives with its name and message", async () => {
  const opening = client.open(openRequest);
  const error = { name: "DownloadError", message: "router.onnx could not be fetched." };
  last().reply({ kind: "error", id: idOf("open"), error });
  await expect(opening).rejects.toMatchObject(error);
});

test("backend events reach every listener until it is removed", async () => {
  const seen: string[] = [];
  const stop = client.onBackend(({ summary }) => seen.push(summary));
  await opened();
  last().reply({ kind: "event", event: { type: "backend", report } });
  stop();
  last().reply({ kind: "event", event: { type: "backend", report } });
  expect(seen).toEqual(["WASM"]);
});

describe("aborting", () => {
  test("rejects at once with the signal's reason, tells the worker and ignores its late answer", async () => {
    await opened();
    const controller = new AbortController();
    const fill = client.fill(fillRequest, { signal: controller.signal });
    const id = idOf("fill");
    controller.abort();
    await expect(fill).rejects.toMatchObject({ name: "AbortError" });
    expect(last().sent.at(-1)!.message).toEqual({ kind: "cancel", id });
    last().reply({ kind: "result", id, result: "late" });
  });

  test("a signal that is aborted already sends nothing", async () => {
    await opened();
    const sent = last().sent.length;
    await expect(client.fill(fillRequest, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(last().sent).toHaveLength(sent);
  });

  test("after the answer does nothing", async () => {
    await opened();
    const controller = new AbortController();
    const route = client.route("x", { signal: controller.signal });
    last().reply({ kind: "result", id: idOf("route"), result: { status: "empty" } });
    controller.abort();
    expect(await route).toEqual({ status: "empty" });
    expect(last().sent.at(-1)!.message.kind).toBe("call");
  });
});

describe("a broken worker", () => {
  test.each([
    ["error", { message: "out of memory" }, /stopped: out of memory/],
    ["error", {}, /could not be started/],
    ["messageerror", {}, /cannot read/],
  ] as const)("with %s %j rejects everything pending and is terminated", async (type, event, sentence) => {
    await opened();
    const calls = [client.route("x"), client.fill(fillRequest)];
    last().emit(type, event);
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: "WorkerError" });
    await expect(calls[0]).rejects.toThrow(sentence);
    expect(last().terminated).toBe(true);
  });

  test("is replaced by the next call: a new one is opened in the same way first", async () => {
    await opened();
    last().emit("error", {});
    const calls = [client.route("x"), client.fill(fillRequest)];
    expect(workers).toHaveLength(2);
    expect(last().sent.map(({ message }) => message)).toMatchObject([{ type: "open", request: openRequest }]);
    last().reply({ kind: "result", id: idOf("open"), result: report });
    await vi.waitFor(() => expect(last().sent).toHaveLength(3));
    last().reply({ kind: "result", id: idOf("route"), result: { status: "empty" } });
    last().reply({ kind: "result", id: idOf("fill"), result: "filled" });
    expect(await Promise.all(calls)).toEqual([{ status: "empty" }, "filled"]);
    expect(workers).toHaveLength(2);
  });

  test("is not restarted automatically while it opens", async () => {
    const opening = client.open(openRequest);
    last().emit("error", {});
    await expect(opening).rejects.toMatchObject({ name: "WorkerError" });
    await expect(client.route("x")).rejects.toMatchObject({ name: "NotOpenError" });
    expect(workers).toHaveLength(1);
    expect(await opened()).toEqual(report);
  });
});

test("closing terminates the worker; opening again starts a new one", async () => {
  await opened();
  const closed = client.close();
  const before = last();
  before.reply({ kind: "result", id: idOf("dispose"), result: null });
  await closed;
  expect(before.terminated).toBe(true);
  await expect(client.route("x")).rejects.toMatchObject({ name: "NotOpenError" });
  await opened();
  expect(last()).not.toBe(before);
});

describe("dispose", () => {
  test("lets pending work finish before the worker is terminated", async () => {
    await opened();
    const route = client.route("x");
    const disposing = client.dispose();
    expect(last().terminated).toBe(false);
    last().reply({ kind: "result", id: idOf("route"), result: { status: "empty" } });
    last().reply({ kind: "result", id: idOf("dispose"), result: null });
    await disposing;
    expect(await route).toEqual({ status: "empty" });
    expect(last().terminated).toBe(true);
  });

  test("rejects what the worker left unanswered, and every later call", async () => {
    await opened();
    const fill = client.fill(fillRequest);
    const disposing = client.dispose();
    last().reply({ kind: "result", id: idOf("dispose"), result: null });
    await disposing;
    await expect(fill).rejects.toMatchObject({ name: "DisposedError" });
    await expect(client.open(openRequest)).rejects.toMatchObject({ name: "DisposedError" });
  });

  test("does not wait for a worker that crashes meanwhile", async () => {
    await opened();
    const disposing = client.dispose();
    last().emit("error", {});
    await disposing;
  });
});
