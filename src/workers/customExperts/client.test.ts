import { beforeEach, expect, test } from "vitest";
import { FakeWorker, heard } from "../../rpc/testing.ts";
import { CustomExpertClient } from "./client.ts";
import type { FitRequest, OpenCustomExpert } from "./protocol.ts";

let workers: FakeWorker[];
let client: CustomExpertClient;
const idOf = (worker: FakeWorker, type: string) =>
  worker.sent.find(({ message }) => message.type === type)!.message.id as number;
const expert = { key: "tiny", device: "wasm" } as OpenCustomExpert;
const failures = [
  { name: "ModelError", message: "Its weights cannot be opened: no." },
  { name: "MemoryError", message: "Its weights cannot be opened: this tab has no memory left for it." },
] as const;

beforeEach(() => {
  workers = [];
  client = new CustomExpertClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
});

test.each(failures)(
  "after a $name the next call gets a new worker; the old one's other work is ended",
  async (failure) => {
    const download = client.call("download", { files: {}, device: "wasm", token: null });
    const measure = client.call("measure", { expert, text: "one", counts: Uint8Array.of(1) });
    const [first] = workers;
    first!.reply({ kind: "error", id: idOf(first!, "measure"), error: failure });
    await expect(measure).rejects.toMatchObject(failure);
    expect(first!.terminated).toBe(false);

    const words = client.call("words", { expert, text: "one" });
    expect(workers).toHaveLength(2);
    first!.reply({ kind: "result", id: idOf(first!, "download"), result: {} });
    expect(await download).toEqual({});
    expect(first!.terminated).toBe(true);
    workers[1]!.reply({ kind: "result", id: idOf(workers[1]!, "words"), result: Uint8Array.of(1) });
    expect(await words).toEqual(Uint8Array.of(1));
  },
);

test("an expert on another device gets a new worker; closing starts none", async () => {
  await client.call("release", { key: "tiny" });
  expect(workers).toHaveLength(0);
  const words = client.call("words", { expert, text: "one" });
  const gpu = { ...expert, device: "webgpu" } as OpenCustomExpert;
  const opened = client.call("open", gpu);
  expect(workers).toHaveLength(2);
  const measured = client.call("measure", { expert: gpu, text: "one", counts: Uint8Array.of(1) });
  const fit = client.call("fit", {} as FitRequest);
  expect(workers).toHaveLength(2);
  expect(workers[0]!.terminated).toBe(false);
  workers[0]!.reply({ kind: "result", id: idOf(workers[0]!, "words"), result: Uint8Array.of(1) });
  expect(await words).toEqual(Uint8Array.of(1));
  expect(workers[0]!.terminated).toBe(true);
  for (const [type, waiting] of [
    ["open", opened],
    ["measure", measured],
    ["fit", fit],
  ] as const) {
    workers[1]!.reply({ kind: "result", id: idOf(workers[1]!, type), result: type });
    expect(await waiting).toBe(type);
  }
});

test.each([
  [{ models: 0, calls: 0, bytes: 0 }, true],
  [{ models: 1, calls: 0, bytes: 0 }, false],
  [{ models: 0, calls: 1, bytes: 0 }, false],
])("after a release, a worker that holds %j is ended: %s", async (held, ended) => {
  const words = client.call("words", { expert, text: "one" });
  const [worker] = workers;
  worker!.reply({ kind: "result", id: idOf(worker!, "words"), result: Uint8Array.of(1) });
  await words;
  const released = client.call("release", { key: "tiny" });
  worker!.reply({ kind: "result", id: idOf(worker!, "release"), result: null });
  await released;
  const asked = worker!.sent.find(({ message }) => message.kind === "holdings")!;
  worker!.reply({ kind: "result", id: asked.message.id, result: held });
  await heard();
  expect(worker!.terminated).toBe(ended);
});

test("other errors keep the worker", async () => {
  const words = client.call("words", { expert, text: "one" });
  const error = { name: "TokenizerError", message: "no" };
  workers[0]!.reply({ kind: "error", id: idOf(workers[0]!, "words"), error });
  await expect(words).rejects.toMatchObject(error);
  void client.call("words", { expert, text: "two" }).catch(() => undefined);
  expect(workers).toHaveLength(1);
  client.dispose();
  expect(workers[0]!.terminated).toBe(true);
});
