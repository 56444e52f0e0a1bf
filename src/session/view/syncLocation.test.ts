import fc from "fast-check";
import { expect, test } from "vitest";
import { libraryIn, withLibrary } from "./syncLocation.ts";

test("a query names any library, and keeps its other parts", () => {
  const other = fc.dictionary(fc.stringMatching(/^[a-k]{1,5}$/), fc.string({ maxLength: 8 }));
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), other, (address, others) => {
      const plain = new URLSearchParams(others).toString();
      const named = withLibrary(plain && `?${plain}`, address);
      expect(libraryIn(named)).toBe(address);
      const parameters = new URLSearchParams(named);
      parameters.delete("library");
      expect(parameters.toString()).toBe(plain);
      expect(withLibrary(named, "")).toBe(plain && `?${plain}`);
    }),
  );
});

test("an address stays legible in a link", () => {
  expect(withLibrary("", "https://lab.org/my library")).toBe("?library=https://lab.org/my%20library");
  expect(withLibrary("?library=x&a=1", "models/joint")).toBe("?library=models/joint&a=1");
});
