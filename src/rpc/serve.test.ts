import { expect, test, vi } from "vitest";
import { InferenceError } from "./errors.ts";
import { type Handlers, serve } from "./serve.ts";

type Calls = { double: { request: number; result: number }; wait: { request: null; result: null } };

function scopeFor(handlers: Partial<Handlers<Calls>>) {
  const posted: { message: unknown; transfer: Transferable[] }[] = [];
  let listener: (event: MessageEvent) => void = () => undefined;
  const send = serve<Calls, string>(
    {
      postMessage: (message, transfer) => posted.push({ message, transfer }),
      addEventListener: (_, added) => {
        listener = added;
      },
    },
    handlers as Handlers<Calls>,
    () => ({ models: 2, bytes: 30 }),
  );
  const receive = async (data: object) => {
    listener({ data } as MessageEvent);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { posted, receive, send };
}

test("a call is answered with its id, and its buffers are moved", async () => {
  const { buffer } = new Float32Array(1);
  const { posted, receive } = scopeFor({ double: async (n) => ({ result: 2 * n, transfer: [buffer] }) });
  await receive({ kind: "call", id: 7, type: "double", request: 21 });
  expect(posted).toEqual([{ message: { kind: "result", id: 7, result: 42 }, transfer: [buffer] }]);
});

test("progress comes before the result", async () => {
  const { posted, receive } = scopeFor({
    double: async (n, { progress }) => {
      progress({ loaded: 1, total: 2 });
      return { result: n };
    },
  });
  await receive({ kind: "call", id: 1, type: "double", request: 1 });
  expect(posted.map(({ message }) => (message as { kind: string }).kind)).toEqual(["progress", "result"]);
});

test("progress before a silence reaches the page, and none comes after the answer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    let fail!: (reason: Error) => void;
    let report!: (loaded: number) => void;
    const { posted, receive } = scopeFor({
      wait: (_, { progress }) => {
        report = (loaded) => progress({ loaded, total: 10 });
        return new Promise((_, reject) => {
          fail = reject;
        });
      },
    });
    const seen = () =>
      posted.map(({ message }) => {
        const { kind, progress } = message as { kind: string; progress?: { loaded: number } };
        return progress?.loaded ?? kind;
      });
    void receive({ kind: "call", id: 1, type: "wait", request: null });
    report(0);
    report(5);
    expect(seen()).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen()).toEqual([0, 5]);
    report(6);
    report(7);
    fail(new Error("It fell silent."));
    await vi.advanceTimersByTimeAsync(1000);
    report(8);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen()).toEqual([0, 5, 6, "error"]);
  } finally {
    vi.useRealTimers();
  }
});

test("a handler that throws is answered with its error", async () => {
  const { posted, receive } = scopeFor({
    double: async () => {
      throw new InferenceError("ModelError", "The model is broken.");
    },
  });
  await receive({ kind: "call", id: 1, type: "double", request: 1 });
  expect(posted[0]!.message).toEqual({
    kind: "error",
    id: 1,
    error: { name: "ModelError", message: "The model is broken." },
  });
});

test("cancelling aborts the handler's signal, and only that of its own call", async () => {
  const signals: AbortSignal[] = [];
  const { receive } = scopeFor({
    wait: async (_, { signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  });
  await receive({ kind: "call", id: 1, type: "wait", request: null });
  await receive({ kind: "call", id: 2, type: "wait", request: null });
  await receive({ kind: "cancel", id: 1 });
  await receive({ kind: "cancel", id: 99 });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test("the holdings are reported at once, with the number of pending calls", async () => {
  const { posted, receive } = scopeFor({
    wait: () => new Promise(() => undefined),
    double: async (n) => ({ result: n }),
  });
  await receive({ kind: "call", id: 1, type: "wait", request: null });
  await receive({ kind: "call", id: 2, type: "double", request: 1 });
  await receive({ kind: "holdings", id: 3 });
  expect(posted.at(-1)!.message).toEqual({ kind: "result", id: 3, result: { models: 2, bytes: 30, calls: 1 } });
});

test("events need no call", () => {
  const { posted, send } = scopeFor({});
  send("hello");
  expect(posted[0]!.message).toEqual({ kind: "event", event: "hello" });
});
