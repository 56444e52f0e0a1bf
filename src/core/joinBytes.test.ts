import { expect, test } from "vitest";
import { joinBytes } from "./joinBytes.ts";

test("parts, also empty ones and views of larger buffers, become one buffer of exactly their bytes", () => {
  const whole = Uint8Array.of(0, 1, 2, 3, 4);
  const joined = joinBytes([whole.subarray(3), new Uint8Array(0), whole.subarray(1, 3)]);
  expect([...joined]).toEqual([3, 4, 1, 2]);
  expect(joined.buffer.byteLength).toBe(4);
  whole.fill(9);
  expect([...joined]).toEqual([3, 4, 1, 2]);
  expect(joinBytes([])).toHaveLength(0);
});
