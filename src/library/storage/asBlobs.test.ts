import { expect, test } from "vitest";
import { asBlobs } from "./asBlobs.ts";

test("contents of any length become Blobs of the same bytes; Blobs stay what they are", async () => {
  const whole = new Blob(["kept"]);
  for (const length of [0, 1, (1 << 22) - 1, 1 << 22, (1 << 23) + 5]) {
    const content = Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 16)) % 256);
    const blobs = await asBlobs(new Map<string, ArrayBuffer | Blob>([["a", content.buffer], ["b", whole]])); // biome-ignore format: a line
    expect(blobs.get("a")!.size).toBe(length);
    expect(Buffer.compare(new Uint8Array(await blobs.get("a")!.arrayBuffer()), content)).toBe(0);
    expect(blobs.get("b")).toBe(whole);
  }
});
