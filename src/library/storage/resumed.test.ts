import fc from "fast-check";
import { expect, test } from "vitest";
import { fakeStorage } from "../testing/fakeStorage.ts";
import { resumedBytes } from "./resumed.ts";

const URL_OF = "https://hub.test/lab/bert/resolve/0123/model.onnx";
const CONTENT = Uint8Array.from({ length: 100 }, (_, i) => i);
const WANTED = { url: URL_OF, bytes: CONTENT.length, sha256: "a".repeat(64) };

/** A server whose nth answer breaks after `breaks[n]` bytes; it knows ranges, or does not. */
function server(breaks: readonly number[], { ranges = true } = {}) {
  const from: number[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const asked = Number(/^bytes=(\d+)-$/.exec(new Headers(init?.headers).get("range") ?? "")?.[1] ?? 0);
    const after = breaks[from.length];
    from.push(asked);
    const content = CONTENT.subarray(ranges ? asked : 0);
    let sent = false;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        if (sent) return after === undefined ? stream.close() : stream.error(new TypeError("network error"));
        sent = true;
        const part = content.slice(0, after);
        if (part.length > 0) stream.enqueue(part);
        else return this.pull!(stream);
      },
    });
    return new Response(body, {
      status: ranges && asked > 0 ? 206 : 200,
      headers: { "content-type": "application/octet-stream" },
    });
  };
  return { fetch, from };
}

test("however often the connection breaks, as long as more arrives each time the file is whole, and no byte is sent twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }), async (breaks) => {
      const { fetch, from } = server(breaks);
      const content = await resumedBytes(WANTED, { fetch }, fakeStorage());
      expect(new Uint8Array(content)).toEqual(CONTENT);
      const starts = breaks.map((_, k) => breaks.slice(0, k + 1).reduce((sum, sent) => sum + sent, 0));
      expect(from).toEqual([0, ...starts.filter((start) => start < CONTENT.length)]);
    }),
  );
});

test("what had arrived when the network went is kept, and taken up by the next download", async () => {
  const storage = fakeStorage();
  const gone = server([40, 0]);
  await expect(resumedBytes(WANTED, { fetch: gone.fetch }, storage)).rejects.toThrow(/stopped arriving/);
  expect(storage.urls()).toHaveLength(1);
  const back = server([]);
  const progress: number[] = [];
  const options = { fetch: back.fetch, onProgress: (loaded: number) => progress.push(loaded) };
  expect(new Uint8Array(await resumedBytes(WANTED, options, storage))).toEqual(CONTENT);
  expect(back.from).toEqual([40]);
  expect(progress[0]).toBe(40);
  expect(storage.urls()).toEqual([]);
});

test("a server that knows no ranges sends all of it again, and is not asked for ever", async () => {
  const { fetch, from } = server([40, 40, 40], { ranges: false });
  await expect(resumedBytes(WANTED, { fetch }, null)).rejects.toThrow(/stopped arriving/);
  expect(from).toEqual([0, 40]);
  const better = server([40, 60], { ranges: false });
  expect(new Uint8Array(await resumedBytes(WANTED, { fetch: better.fetch }, null))).toEqual(CONTENT);
});

test("only one beginning is kept: that of the last download", async () => {
  const storage = fakeStorage();
  for (const name of ["a", "b"]) {
    const { fetch } = server([10, 0]);
    const url = `https://hub.test/${name}.onnx`;
    await expect(resumedBytes({ ...WANTED, url }, { fetch }, storage)).rejects.toThrow();
    expect(storage.urls().map((one) => new URL(one).pathname)).toEqual([`/${name}.onnx`]);
  }
});

test("a cancelled download is taken up, too", async () => {
  const storage = fakeStorage();
  const abort = new AbortController();
  const options = { signal: abort.signal, onProgress: (loaded: number) => loaded > 0 && abort.abort("enough") };
  const stalled = server([30, 0]);
  await expect(resumedBytes(WANTED, { ...options, fetch: stalled.fetch }, storage)).rejects.toBe("enough");
  const back = server([]);
  expect(new Uint8Array(await resumedBytes(WANTED, { fetch: back.fetch }, storage))).toEqual(CONTENT);
  expect(back.from).toEqual([30]);
});
