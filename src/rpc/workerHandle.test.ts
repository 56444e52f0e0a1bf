import { beforeEach, describe, expect, test, vi } from "vitest";
import { HandlePlay, heard } from "./testing.ts";

let play: HandlePlay;

beforeEach(() => {
  play = new HandlePlay();
});

describe("the state", () => {
  test("goes from closed via opening to ready, and via closing back to closed", async () => {
    expect(play.handle.state).toBe("closed");
    const opening = play.handle.open("open", "a");
    expect(play.handle.state).toBe("opening");
    play.answer("open a");
    await opening;
    expect(play.handle.state).toBe("ready");
    const closing = play.handle.close({ type: "bye", request: null });
    expect(play.handle.state).toBe("closing");
    play.answer("bye null");
    await closing;
    expect(play.handle.state).toBe("closed");
    expect(play.last().terminated).toBe(true);
  });

  test("is failed after a failed opening, and the same worker is retried; after a crash, a new one is started", async () => {
    const opening = play.handle.open("open", "a");
    play.refuse("open a", "DownloadError");
    await expect(opening).rejects.toMatchObject({ name: "DownloadError" });
    expect(play.handle.state).toBe("failed");
    await expect(play.handle.call("ask", "1")).rejects.toMatchObject({ name: "NotOpenError" });
    await play.crashed();
    expect(play.handle.state).toBe("failed");
    expect([play.workers.length, play.last().terminated]).toEqual([1, true]);
    await play.ready();
    expect([play.workers.length, play.handle.state]).toEqual([2, "ready"]);
  });

  test("stays ready when another opening fails: the previous setup stays, also for a new worker", async () => {
    await play.ready("a");
    const opening = play.handle.open("open", "b");
    play.refuse("open b", "DownloadError");
    await expect(opening).rejects.toMatchObject({ name: "DownloadError" });
    expect(play.handle.state).toBe("ready");
    play.last().emit("error", {});
    void play.handle.call("ask", "x").catch(() => undefined);
    expect(play.asked(play.last())).toEqual(["open a"]);
  });
});

describe("a crash while calls are pending", () => {
  test("rejects them all; later calls wait until a new worker is restored", async () => {
    await play.ready();
    const extended = play.handle.extend("extend", "more");
    play.answer("extend more");
    await extended;
    const pending = [play.handle.call("ask", "1"), play.handle.open("open", "b"), play.handle.call("ask", "2")];
    play.last().emit("error", { message: "out of memory" });
    for (const one of pending) await expect(one).rejects.toMatchObject({ name: "WorkerError" });

    const next = [play.handle.call("ask", "3"), play.handle.call("ask", "4")];
    expect(play.workers).toHaveLength(2);
    expect(play.handle.state).toBe("opening");
    expect(play.asked(play.last())).toEqual(["open a"]);
    play.answer("open a");
    await heard();
    expect(play.asked(play.last())).toEqual(["open a", "extend more"]);
    play.answer("extend more");
    await heard();
    expect(play.asked(play.last()).slice(2)).toEqual(["ask 3", "ask 4"]);
    expect(play.handle.state).toBe("ready");
    play.answer("ask 4");
    play.answer("ask 3");
    expect(await Promise.all(next)).toEqual(["ask 3", "ask 4"]);
  });

  test("while the new worker is being set up rejects the waiting calls; the next call retries", async () => {
    await play.crashed();
    const waiting = [play.handle.call("ask", "1"), play.handle.call("ask", "2")];
    play.last().emit("error", {});
    for (const one of waiting) await expect(one).rejects.toMatchObject({ name: "WorkerError" });
    expect(play.handle.state).toBe("failed");
    const third = play.handle.call("ask", "3");
    expect(play.workers).toHaveLength(3);
    play.answer("open a");
    await heard();
    play.answer("ask 3");
    expect(await third).toBe("ask 3");
  });
});

describe("while a new worker is being set up", () => {
  test("a second call waits for the same worker, and an aborted one sends nothing", async () => {
    await play.crashed();
    const first = play.handle.call("ask", "1");
    await Promise.resolve();
    const cancel = new AbortController();
    const second = play.handle.call("ask", "2", { signal: cancel.signal });
    const third = play.handle.call("ask", "3");
    cancel.abort();
    play.answer("open a");
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    expect(play.workers).toHaveLength(2);
    expect(play.asked(play.last())).toEqual(["open a", "ask 1", "ask 3"]);
    play.answer("ask 1");
    play.answer("ask 3");
    expect(await Promise.all([first, third])).toEqual(["ask 1", "ask 3"]);
  });

  test("an opening waits until it is done, and then counts", async () => {
    await play.crashed();
    const call = play.handle.call("ask", "1");
    const opening = play.handle.open("open", "b");
    expect(play.asked(play.last())).toEqual(["open a"]);
    play.answer("open a");
    await heard();
    expect([...play.asked(play.last())].sort()).toEqual(["ask 1", "open a", "open b"]);
    play.answer("ask 1");
    play.answer("open b");
    expect(await Promise.all([call, opening])).toEqual(["ask 1", "open b"]);
    play.last().emit("error", {});
    void play.handle.call("ask", "2").catch(() => undefined);
    expect(play.asked(play.last())).toEqual(["open b"]);
  });
});

describe("an opening after a crash", () => {
  test("needs no restoring before it; calls wait for it", async () => {
    await play.crashed();
    const opening = play.handle.open("open", "b");
    const call = play.handle.call("ask", "1");
    await heard();
    expect(play.asked(play.last())).toEqual(["open b"]);
    play.answer("open b");
    await opening;
    await heard();
    play.answer("ask 1");
    expect(await call).toBe("ask 1");
    expect(play.workers).toHaveLength(2);
  });

  test("that fails lets a waiting call restore the previous setup; without one, nothing is requested", async () => {
    await play.crashed();
    const opening = play.handle.open("open", "b");
    const call = play.handle.call("ask", "1");
    play.refuse("open b", "DownloadError");
    await expect(opening).rejects.toMatchObject({ name: "DownloadError" });
    await heard();
    expect(play.asked(play.last())).toEqual(["open b", "open a"]);
    play.answer("open a");
    await heard();
    play.answer("ask 1");
    expect(await call).toBe("ask 1");

    play.last().emit("error", {});
    const alone = play.handle.open("open", "c");
    play.refuse("open c", "DownloadError");
    await expect(alone).rejects.toMatchObject({ name: "DownloadError" });
    await heard();
    expect([play.workers.length, play.handle.state]).toEqual([3, "failed"]);
    expect(play.asked(play.last())).toEqual(["open c"]);
  });
});

describe("of two concurrent openings", () => {
  test("the newer one counts, whichever is answered first", async () => {
    const openings = [play.handle.open("open", "a"), play.handle.open("open", "b")];
    play.answer("open b");
    await heard();
    play.answer("open a");
    await Promise.all(openings);
    play.last().emit("error", {});
    void play.handle.call("ask", "1").catch(() => undefined);
    expect(play.asked(play.last())).toEqual(["open b"]);
  });

  test("one may fail: the worker stays as long as the other may succeed", async () => {
    const openings = [play.handle.open("open", "a"), play.handle.open("open", "b")];
    play.refuse("open b", "DownloadError");
    await expect(openings[1]).rejects.toMatchObject({ name: "DownloadError" });
    play.answer("open a");
    expect(await openings[0]).toBe("open a");
    expect([play.workers.length, play.handle.state]).toEqual([1, "ready"]);
  });
});

describe("dispose", () => {
  test("during an opening rejects it and all waiting calls; nothing is started any more", async () => {
    const opening = play.handle.open("open", "a");
    const call = play.handle.call("ask", "1");
    void play.handle.dispose();
    for (const one of [opening, call]) await expect(one).rejects.toMatchObject({ name: "DisposedError" });
    expect([play.workers.length, play.last().terminated, play.handle.state]).toEqual([1, true, "closed"]);
    await expect(play.handle.open("open", "b")).rejects.toMatchObject({ name: "DisposedError" });
    await expect(play.handle.call("ask", "2")).rejects.toMatchObject({ name: "DisposedError" });
    expect(play.workers).toHaveLength(1);
  });

  test("while a crashed worker is restored rejects waiting calls, and the new worker is terminated", async () => {
    await play.crashed();
    const waiting = [play.handle.call("ask", "1"), play.handle.open("open", "b")];
    void play.handle.dispose();
    for (const one of waiting) await expect(one).rejects.toMatchObject({ name: "DisposedError" });
    expect(play.workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  test("with a farewell lets an opening finish, which then no longer counts", async () => {
    const opening = play.handle.open("open", "a");
    const disposing = play.handle.dispose({ type: "bye", request: null });
    play.answer("open a");
    expect(await opening).toBe("open a");
    play.answer("bye null");
    await disposing;
    expect(play.last().terminated).toBe(true);
    await expect(play.handle.call("ask", "1")).rejects.toMatchObject({ name: "DisposedError" });
    expect(play.workers).toHaveLength(1);
  });
});

test("an opening waits for an earlier closing; a worker that crashes meanwhile does not delay it", async () => {
  await play.ready("a");
  void play.handle.close({ type: "bye", request: null });
  const opening = play.handle.open("open", "b");
  await expect(play.handle.call("ask", "1")).rejects.toMatchObject({ name: "NotOpenError" });
  expect(play.workers).toHaveLength(1);
  play.last().emit("error", {});
  await vi.waitFor(() => expect(play.workers).toHaveLength(2));
  play.answer("open b");
  expect(await opening).toBe("open b");
  expect(play.handle.state).toBe("ready");
});
