import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeWorker } from "./testing.ts";
import { type HandleOptions, WorkerHandle } from "./workerHandle.ts";

type TestCalls = {
  open: { request: string; result: string };
  extend: { request: string; result: string };
  ask: { request: string; result: string };
  bye: { request: null; result: null };
};

let workers: FakeWorker[];
let handle: WorkerHandle<TestCalls>;

function setUp(options: Partial<HandleOptions<TestCalls, never>> = {}) {
  workers = [];
  handle = new WorkerHandle<TestCalls>(
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    { notOpen: "Open it first.", closed: "It has been closed.", ...options },
  );
}

beforeEach(() => setUp());

const last = () => workers.at(-1)!;
/** The worker's requests so far, as "type request". */
const asked = (worker: FakeWorker) => worker.sent.map(({ message }) => `${message.type} ${message.request}`);
const idOf = (worker: FakeWorker, what: string) => worker.sent[asked(worker).lastIndexOf(what)]!.message.id;
const answer = (what: string, worker = last()) =>
  worker.reply({ kind: "result", id: idOf(worker, what), result: what });
const refuse = (what: string, name: string, worker = last()) =>
  worker.reply({ kind: "error", id: idOf(worker, what), error: { name, message: `${what}: no` } });
/** Lets all settled promises run their callbacks. */
const heard = () => new Promise((resolve) => setTimeout(resolve));

async function ready(request = "a") {
  const opening = handle.open("open", request);
  answer(`open ${request}`);
  await opening;
}

async function crashed() {
  await ready();
  last().emit("error", {});
}

describe("the state", () => {
  test("goes from closed over opening to ready, over closing back to closed", async () => {
    expect(handle.state).toBe("closed");
    const opening = handle.open("open", "a");
    expect(handle.state).toBe("opening");
    answer("open a");
    await opening;
    expect(handle.state).toBe("ready");
    const closing = handle.close({ type: "bye", request: null });
    expect(handle.state).toBe("closing");
    answer("bye null");
    await closing;
    expect(handle.state).toBe("closed");
    expect(last().terminated).toBe(true);
  });

  test("is failed after an opening that fails, and the worker is asked again; after a crash, a fresh one is", async () => {
    const opening = handle.open("open", "a");
    refuse("open a", "DownloadError");
    await expect(opening).rejects.toMatchObject({ name: "DownloadError" });
    expect(handle.state).toBe("failed");
    await expect(handle.call("ask", "1")).rejects.toMatchObject({ name: "NotOpenError" });
    await crashed();
    expect(handle.state).toBe("failed");
    expect([workers.length, last().terminated]).toEqual([1, true]);
    await ready();
    expect([workers.length, handle.state]).toEqual([2, "ready"]);
  });

  test("stays ready when another opening fails: what was open goes on, and is what a fresh worker gets", async () => {
    await ready("a");
    const opening = handle.open("open", "b");
    refuse("open b", "DownloadError");
    await expect(opening).rejects.toMatchObject({ name: "DownloadError" });
    expect(handle.state).toBe("ready");
    last().emit("error", {});
    void handle.call("ask", "x").catch(() => undefined);
    expect(asked(last())).toEqual(["open a"]);
  });
});

describe("a crash while calls are pending", () => {
  test("rejects them all; the calls that come next wait until a fresh worker is where the old one was", async () => {
    await ready();
    const extended = handle.extend("extend", "more");
    answer("extend more");
    await extended;
    const pending = [handle.call("ask", "1"), handle.open("open", "b"), handle.call("ask", "2")];
    last().emit("error", { message: "out of memory" });
    for (const one of pending) await expect(one).rejects.toMatchObject({ name: "WorkerError" });

    const next = [handle.call("ask", "3"), handle.call("ask", "4")];
    expect(workers).toHaveLength(2);
    expect(handle.state).toBe("opening");
    expect(asked(last())).toEqual(["open a"]);
    answer("open a");
    await heard();
    expect(asked(last())).toEqual(["open a", "extend more"]);
    answer("extend more");
    await heard();
    expect(asked(last()).slice(2)).toEqual(["ask 3", "ask 4"]);
    expect(handle.state).toBe("ready");
    answer("ask 4");
    answer("ask 3");
    expect(await Promise.all(next)).toEqual(["ask 3", "ask 4"]);
  });

  test("while the fresh worker is being set up rejects those that wait; the call after them tries once more", async () => {
    await crashed();
    const waiting = [handle.call("ask", "1"), handle.call("ask", "2")];
    last().emit("error", {});
    for (const one of waiting) await expect(one).rejects.toMatchObject({ name: "WorkerError" });
    expect(handle.state).toBe("failed");
    const third = handle.call("ask", "3");
    expect(workers).toHaveLength(3);
    answer("open a");
    await heard();
    answer("ask 3");
    expect(await third).toBe("ask 3");
  });
});

describe("while a fresh worker is being set up", () => {
  test("a second call waits for the same worker, and one that is aborted sends nothing", async () => {
    await crashed();
    const first = handle.call("ask", "1");
    await Promise.resolve();
    const cancel = new AbortController();
    const second = handle.call("ask", "2", { signal: cancel.signal });
    const third = handle.call("ask", "3");
    cancel.abort();
    answer("open a");
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    expect(workers).toHaveLength(2);
    expect(asked(last())).toEqual(["open a", "ask 1", "ask 3"]);
    answer("ask 1");
    answer("ask 3");
    expect(await Promise.all([first, third])).toEqual(["ask 1", "ask 3"]);
  });

  test("an opening waits until it is done: what it opens is what counts", async () => {
    await crashed();
    const call = handle.call("ask", "1");
    const opening = handle.open("open", "b");
    expect(asked(last())).toEqual(["open a"]);
    answer("open a");
    await heard();
    expect([...asked(last())].sort()).toEqual(["ask 1", "open a", "open b"]);
    answer("ask 1");
    answer("open b");
    expect(await Promise.all([call, opening])).toEqual(["ask 1", "open b"]);
    last().emit("error", {});
    void handle.call("ask", "2").catch(() => undefined);
    expect(asked(last())).toEqual(["open b"]);
  });
});

describe("an opening after a crash", () => {
  test("needs no restoring before it; calls wait for it", async () => {
    await crashed();
    const opening = handle.open("open", "b");
    const call = handle.call("ask", "1");
    await heard();
    expect(asked(last())).toEqual(["open b"]);
    answer("open b");
    await opening;
    await heard();
    answer("ask 1");
    expect(await call).toBe("ask 1");
    expect(workers).toHaveLength(2);
  });

  test("that fails lets a call that waited restore what was open before; without one, nothing is asked", async () => {
    await crashed();
    const opening = handle.open("open", "b");
    const call = handle.call("ask", "1");
    refuse("open b", "DownloadError");
    await expect(opening).rejects.toMatchObject({ name: "DownloadError" });
    await heard();
    expect(asked(last())).toEqual(["open b", "open a"]);
    answer("open a");
    await heard();
    answer("ask 1");
    expect(await call).toBe("ask 1");

    last().emit("error", {});
    const alone = handle.open("open", "c");
    refuse("open c", "DownloadError");
    await expect(alone).rejects.toMatchObject({ name: "DownloadError" });
    await heard();
    expect([workers.length, handle.state]).toEqual([3, "failed"]);
    expect(asked(last())).toEqual(["open c"]);
  });
});

describe("of two openings at once", () => {
  test("the newer one counts, whichever is answered first", async () => {
    const openings = [handle.open("open", "a"), handle.open("open", "b")];
    answer("open b");
    await heard();
    answer("open a");
    await Promise.all(openings);
    last().emit("error", {});
    void handle.call("ask", "1").catch(() => undefined);
    expect(asked(last())).toEqual(["open b"]);
  });

  test("one may fail: the worker stays as long as the other may be successful", async () => {
    const openings = [handle.open("open", "a"), handle.open("open", "b")];
    refuse("open b", "DownloadError");
    await expect(openings[1]).rejects.toMatchObject({ name: "DownloadError" });
    answer("open a");
    expect(await openings[0]).toBe("open a");
    expect([workers.length, handle.state]).toEqual([1, "ready"]);
  });
});

describe("dispose", () => {
  test("during an opening rejects it and all that waits; nothing is started any more", async () => {
    const opening = handle.open("open", "a");
    const call = handle.call("ask", "1");
    void handle.dispose();
    for (const one of [opening, call]) await expect(one).rejects.toMatchObject({ name: "DisposedError" });
    expect([workers.length, last().terminated, handle.state]).toEqual([1, true, "closed"]);
    await expect(handle.open("open", "b")).rejects.toMatchObject({ name: "DisposedError" });
    await expect(handle.call("ask", "2")).rejects.toMatchObject({ name: "DisposedError" });
    expect(workers).toHaveLength(1);
  });

  test("while a crashed worker is restored rejects what waits, and the fresh worker is ended", async () => {
    await crashed();
    const waiting = [handle.call("ask", "1"), handle.open("open", "b")];
    void handle.dispose();
    for (const one of waiting) await expect(one).rejects.toMatchObject({ name: "DisposedError" });
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  test("with a farewell lets an opening end, which then does not count any more", async () => {
    const opening = handle.open("open", "a");
    const disposing = handle.dispose({ type: "bye", request: null });
    answer("open a");
    expect(await opening).toBe("open a");
    answer("bye null");
    await disposing;
    expect(last().terminated).toBe(true);
    await expect(handle.call("ask", "1")).rejects.toMatchObject({ name: "DisposedError" });
    expect(workers).toHaveLength(1);
  });
});

test("an opening waits for the closing before it; a worker that crashes meanwhile does not hold it up", async () => {
  await ready("a");
  void handle.close({ type: "bye", request: null });
  const opening = handle.open("open", "b");
  await expect(handle.call("ask", "1")).rejects.toMatchObject({ name: "NotOpenError" });
  expect(workers).toHaveLength(1);
  last().emit("error", {});
  await vi.waitFor(() => expect(workers).toHaveLength(2));
  answer("open b");
  expect(await opening).toBe("open b");
  expect(handle.state).toBe("ready");
});

describe("a worker that starts on demand", () => {
  test("is started by the first call and replaced by the call after a crash", async () => {
    setUp({ onDemand: true });
    for (const n of [1, 2]) {
      const call = handle.call("ask", "x");
      expect([workers.length, handle.state]).toEqual([n, "ready"]);
      last().emit("error", {});
      await expect(call).rejects.toMatchObject({ name: "WorkerError" });
    }
  });

  test("ends after an error that spoils it, once it has answered the others; retiring it is alike", async () => {
    setUp({ onDemand: true, spoils: ({ name }) => name === "ModelError" });
    const [bad, good] = [handle.call("ask", "bad"), handle.call("ask", "good")];
    const [first] = workers;
    refuse("ask bad", "ModelError");
    await expect(bad).rejects.toMatchObject({ name: "ModelError" });
    const next = handle.call("ask", "next");
    expect([workers.length, first!.terminated]).toEqual([2, false]);
    answer("ask good", first);
    expect(await good).toBe("ask good");
    expect(first!.terminated).toBe(true);
    handle.retire();
    expect([last().terminated, handle.state]).toEqual([false, "closed"]);
    answer("ask next");
    expect(await next).toBe("ask next");
    expect(last().terminated).toBe(true);
  });
});

test("whatever happens in whatever order: every call settles, and one worker at most is left running", async () => {
  const events = ["open", "call", "extend", "crash", "answer", "refuse", "close", "retire", "wait"] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...events), { maxLength: 25 }), async (sequence) => {
      setUp();
      const settled: Promise<unknown>[] = [];
      let n = 0;
      const note = (promise: Promise<unknown>) => settled.push(promise.catch(() => undefined));
      const answerAll = () => {
        for (const worker of workers) {
          for (const { message } of worker.sent) worker.reply({ kind: "result", id: message.id, result: "" });
        }
      };
      for (const event of sequence) {
        if (event === "open") note(handle.open("open", `${n++}`));
        else if (event === "call") note(handle.call("ask", `${n++}`));
        else if (event === "extend") note(handle.extend("extend", `${n++}`));
        else if (event === "crash") workers.at(-1)?.emit("error", {});
        else if (event === "answer") answerAll();
        else if (event === "refuse") {
          const id = workers.at(-1)?.sent.at(-1)?.message.id;
          workers.at(-1)?.reply({ kind: "error", id, error: { name: "DownloadError", message: "no" } });
        } else if (event === "close") note(handle.close({ type: "bye", request: null }));
        else if (event === "retire") handle.retire();
        else await heard();
      }
      let open = true;
      void Promise.all(settled).then(() => {
        open = false;
      });
      for (let round = 0; open && round < 50; round++) {
        answerAll();
        await heard();
      }
      expect(open).toBe(false);
      expect(workers.filter(({ terminated }) => !terminated).length).toBeLessThanOrEqual(1);
      expect(["closed", "ready", "failed"]).toContain(handle.state);
    }),
    { numRuns: 150 },
  );
});
