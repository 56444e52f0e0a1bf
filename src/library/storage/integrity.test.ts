import { describe, expect, it } from "vitest";
import { DownloadError, IntegrityError } from "../errors.ts";
import { binary, fakeFetch } from "../testing/fixtures.ts";
import { sha256Hex } from "./hash.ts";
import { download, fetchVerified } from "./integrity.ts";
import { fileName } from "./request.ts";

const URL = "https://example.test/models/router/model.onnx";
const bytes = (text: string) => new TextEncoder().encode(text);
const ABC = { sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", bytes: 3 };

/** A response that arrives in pieces; `after` runs before the piece with that number. */
const inPieces = (pieces: string[], before: (piece: number) => void = () => {}) =>
  binary(
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const next = pieces.shift();
          before(pieces.length);
          if (next === undefined) controller.close();
          else controller.enqueue(bytes(next));
        },
      },
      { highWaterMark: 0 },
    ),
  );

describe("a verified download", () => {
  it("returns the bytes and reports progress", async () => {
    const { fetch } = fakeFetch({ "model.onnx": [() => inPieces(["a", "bc"])] });
    const progress: number[][] = [];
    const { buffer, verified } = await download(URL, ABC, { fetch, onProgress: (...step) => progress.push(step) });
    expect(new TextDecoder().decode(buffer)).toBe("abc");
    expect(verified).toBe(true);
    expect(progress).toEqual([
      [0, 3],
      [1, 3],
      [3, 3],
    ]);
  });

  it("requests once more, bypassing the caches, when the hash is wrong", async () => {
    const { fetch, asked } = fakeFetch({ "model.onnx": [() => binary("abd"), () => binary("abc")] });
    expect((await fetchVerified(URL, ABC, { fetch })).byteLength).toBe(3);
    expect(asked.map(({ cache }) => cache)).toEqual(["default", "reload"]);
  });

  it.each([
    ["abd", "its SHA-256 differs"],
    ["ab", "has 2 bytes instead of 3"],
    ["abcd", "is longer than the 3 bytes expected"],
    ["", "has 0 bytes instead of 3"],
  ])("fails after the second wrong file (“%s”) and names it", async (body, message) => {
    const { fetch, asked } = fakeFetch({ "model.onnx": [() => binary(body)] });
    const error = await fetchVerified(URL, ABC, { fetch }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(IntegrityError);
    expect(String(error)).toContain(`models/router/model.onnx`);
    expect(String(error)).toContain(message);
    expect(asked).toHaveLength(2);
  });

  it("checks only the length if the browser cannot hash, and reports that", async () => {
    const { fetch } = fakeFetch({ "model.onnx": [() => binary("abd")] });
    expect(await download(URL, ABC, { fetch, subtle: null })).toMatchObject({ verified: false });
    await expect(download(URL, { ...ABC, bytes: 4 }, { fetch, subtle: null })).rejects.toThrow(IntegrityError);
  });

  it("stops reading a file that is longer than promised", async () => {
    let pulled = 0;
    const endless = () =>
      inPieces(
        Array.from({ length: 1_000 }, () => "abc"),
        () => pulled++,
      );
    const { fetch } = fakeFetch({ "model.onnx": [endless] });
    await expect(fetchVerified(URL, ABC, { fetch })).rejects.toThrow("longer");
    expect(pulled).toBeLessThan(10);
  });
});

describe("a failed download", () => {
  it("names the file and the server's answer, and is not repeated", async () => {
    const { fetch, asked } = fakeFetch({});
    const error = await fetchVerified(URL, ABC, { fetch }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DownloadError);
    expect(error).toMatchObject({ name: "DownloadError", file: "models/router/model.onnx" });
    expect(String(error)).toContain("answered 404. Check that the file was uploaded.");
    expect(asked).toHaveLength(1);
  });

  it("recognises a web page in place of the file, by its type or by its beginning", async () => {
    const page = "<!DOCTYPE html><title>x</title>";
    const typed = () => new Response("abc", { headers: { "content-type": "text/html; charset=utf-8" } });
    for (const answer of [typed, () => binary(page), () => binary(`\n <html>${page}`)]) {
      const { fetch } = fakeFetch({ "model.onnx": [answer] });
      await expect(fetchVerified(URL, ABC, { fetch })).rejects.toThrow(/DownloadError|web page instead/);
    }
  });

  it("reports a network failure, before or during the download", async () => {
    const down: typeof fetch = () => Promise.reject(new TypeError("fetch failed"));
    await expect(fetchVerified(URL, ABC, { fetch: down })).rejects.toThrow("Check the network connection");
    const broken = () =>
      inPieces(["a", "b"], (left) => {
        if (left === 0) throw new TypeError("reset");
      });
    const { fetch } = fakeFetch({ "model.onnx": [broken] });
    await expect(fetchVerified(URL, ABC, { fetch })).rejects.toThrow("stopped arriving after 1 bytes");
  });
});

describe("cancelling", () => {
  it("rejects with the signal's own reason, before or while the file arrives", async () => {
    const { fetch } = fakeFetch({ "model.onnx": [() => inPieces(["a", "b", "c"])] });
    await expect(fetchVerified(URL, ABC, { fetch, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    const cancel = new AbortController();
    const onProgress = (loaded: number) => {
      if (loaded === 2) cancel.abort();
    };
    await expect(fetchVerified(URL, ABC, { fetch, signal: cancel.signal, onProgress })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("names and hashes", () => {
  it("of files are the last three parts of the URL, without query", () => {
    expect(fileName("https://x.test/a/b/c/d.onnx?v=1#top")).toBe("b/c/d.onnx");
    expect(fileName("d.onnx")).toBe("d.onnx");
    expect(fileName("")).toBe("The file");
  });

  it("are SHA-256 in lower-case hexadecimal", async () => {
    expect(await sha256Hex(bytes("abc").buffer)).toBe(ABC.sha256);
    expect(await sha256Hex(new ArrayBuffer(0))).toMatch(/^e3b0c44298fc/);
  });
});
