import fc from "fast-check";
import { expect, it } from "vitest";
import { Lru } from "./lru.ts";

it("computes a result once while it is cached, whatever is requested in between", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (asked, limit) => {
      const lru = new Lru<string>(limit);
      let recent: number[] = [];
      for (const key of asked) {
        let computed = false;
        const result = lru.recall(String(key), () => {
          computed = true;
          return `result ${key}`;
        });
        expect(result).toBe(`result ${key}`);
        expect(computed).toBe(!recent.includes(key));
        recent = [key, ...recent.filter((other) => other !== key)].slice(0, limit);
        expect(lru.size).toBe(recent.length);
      }
    }),
  );
});

it("caches undefined and null", () => {
  const lru = new Lru<undefined | null>(2);
  let computed = 0;
  const nothing = () => {
    computed++;
    return undefined;
  };
  lru.recall("a", nothing);
  lru.recall("a", nothing);
  expect(computed).toBe(1);
});

it("caches nothing when the work fails", () => {
  const lru = new Lru<number>(2);
  expect(() =>
    lru.recall("a", () => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(lru.size).toBe(0);
  expect(lru.recall("a", () => 1)).toBe(1);
});
