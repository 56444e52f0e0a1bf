import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { requestBytes } from "./request.ts";

/** A server that sends three bytes, then nothing more until told to. */
function slowServer() {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(begun) {
      controller = begun;
      begun.enqueue(Uint8Array.of(1, 2, 3));
    },
  });
  const fetch = (async (_: unknown, init?: RequestInit) => {
    init?.signal?.addEventListener("abort", () => controller.error(init.signal!.reason));
    return new Response(body);
  }) as typeof globalThis.fetch;
  return { fetch, send: (byte: number) => controller.enqueue(Uint8Array.of(byte)), end: () => controller.close() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a server that is slow", () => {
  it("is waited for as long as something arrives now and then", async () => {
    const server = slowServer();
    const asked = requestBytes("https://host.test/a.onnx", 10, "default", server);
    for (const byte of [4, 5]) {
      await vi.advanceTimersByTimeAsync(50_000);
      server.send(byte);
    }
    await vi.advanceTimersByTimeAsync(50_000);
    server.end();
    expect([...new Uint8Array(await asked)]).toEqual([1, 2, 3, 4, 5]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is given up on when nothing arrives for a minute", async () => {
    const asked = requestBytes("https://host.test/a.onnx", 10, "default", slowServer());
    const refused = expect(asked).rejects.toThrow(/a\.onnx stopped arriving after 3 bytes\. Check the network/);
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
  });

  it("is given up on at once when the caller cancels, with the caller's reason", async () => {
    const cancel = new AbortController();
    const asked = requestBytes("https://host.test/a.onnx", 10, "default", { ...slowServer(), signal: cancel.signal });
    const refused = expect(asked).rejects.toThrow("enough");
    await vi.advanceTimersByTimeAsync(10);
    cancel.abort(new Error("enough"));
    await refused;
    expect(vi.getTimerCount()).toBe(0);
  });
});
