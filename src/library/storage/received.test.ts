import fc from "fast-check";
import { expect, test } from "vitest";
import { Received } from "./received.ts";

test("whatever length was expected, all bytes are there in order", () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 });
  fc.assert(
    fc.property(chunks, fc.nat(120), (parts, expected) => {
      const received = new Received();
      received.expect(expected);
      for (const part of parts) received.add(part);
      const all = parts.flatMap((part) => [...part]);
      expect([...new Uint8Array(received.whole())]).toEqual(all);
      expect(received.length).toBe(all.length);
    }),
  );
});

test("with the right length memory is allocated once: no byte is copied", () => {
  const received = new Received();
  received.expect(6);
  received.add(Uint8Array.of(1, 2, 3));
  const before = received.whole();
  received.add(Uint8Array.of(4, 5, 6));
  const whole = received.whole();
  expect([...new Uint8Array(whole)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(received.whole()).toBe(whole);
  expect(before).not.toBe(whole);
});

test("a length beyond the available memory is a RangeError", () => {
  expect(() => new Received().expect(2 ** 53)).toThrow(RangeError);
});
