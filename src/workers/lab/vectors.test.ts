import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { Vectors } from "./vectors.ts";

const texts = ["a long text", "short", "middle one"];
const lengths = (of: readonly string[]) => Float32Array.from(of.flatMap((text) => [text.length, 1]));

test("what a visit that was broken off has computed is there at the next, for the same model only", async () => {
  const before = new Vectors();
  const [first] = await before.missing("m 1", texts);
  expect(first).toBe("short");
  await before.keep("m 1", [first!], 2, lengths([first!]));

  const after = new Vectors();
  expect(await after.missing("m 2", texts)).toHaveLength(3);
  const left = await after.missing("m 1", texts);
  expect(left).toEqual(["middle one", "a long text"]);
  expect(() => after.rows("m 1", texts)).toThrow("Train again");
  await after.keep("m 1", left, 2, lengths(left));
  expect(await after.missing("m 1", texts)).toEqual([]);
  expect([...after.rows("m 1", texts).data]).toEqual([11, 1, 5, 1, 10, 1]);
});

test("where nothing can be kept, the vectors of this visit count", async () => {
  const vectors = new Vectors({ read: async (_, asked) => asked.map(() => null), keep: async () => {} });
  await vectors.keep("m", texts, 2, lengths(texts));
  expect(await vectors.missing("m", [...texts, "new", "new"])).toEqual(["new"]);
});
