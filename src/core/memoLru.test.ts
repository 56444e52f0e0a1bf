import { expect, test, vi } from "vitest";
import { memoLru } from "./memoLru.ts";

test("callers that alternate do not evict each other's results below the limit", () => {
  const square = vi.fn((value: number) => value * value);
  const one = memoLru(square);
  for (let turn = 0; turn < 3; turn++) expect([one(2), one(3)]).toEqual([4, 9]);
  expect(square).toHaveBeenCalledTimes(6);
  square.mockClear();
  const two = memoLru(square, 2);
  for (let turn = 0; turn < 3; turn++) expect([two(2), two(3)]).toEqual([4, 9]);
  expect(square).toHaveBeenCalledTimes(2);
});

test("the least recently used result is dropped first", () => {
  const square = vi.fn((value: number) => value * value);
  const memo = memoLru(square, 2);
  for (const value of [1, 2, 1, 3, 1, 2]) memo(value);
  expect(square.mock.calls.map(([value]) => value)).toEqual([1, 2, 3, 2]);
});
