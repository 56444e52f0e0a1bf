import fc from "fast-check";
import { expect, test } from "vitest";
import { createPreferences, DEFAULT_PREFERENCES, type Preferences, readPreferences } from "./preferences.ts";

function fakeStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  };
}

const preferences: fc.Arbitrary<Preferences> = fc.record({
  theme: fc.constantFrom("system", "light", "dark"),
  singleKeys: fc.boolean(),
  tour: fc.oneof(fc.constantFrom("new" as const, "done" as const), fc.nat(20)),
});

test("preferences are there on the next visit", () => {
  fc.assert(
    fc.property(preferences, (wanted) => {
      const storage = fakeStorage();
      createPreferences(storage).setState(wanted);
      expect(createPreferences(storage).getState()).toEqual(wanted);
    }),
  );
});

test("without storage, or with failing storage, they last for the visit", () => {
  const refuse = () => {
    throw new Error("denied");
  };
  for (const storage of [null, { getItem: refuse, setItem: refuse }]) {
    const store = createPreferences(storage);
    expect(store.getState()).toEqual(DEFAULT_PREFERENCES);
    store.setState({ theme: "dark" });
    expect(store.getState().theme).toBe("dark");
  }
});

test("damaged values, or those of another version, fall back one by one", () => {
  expect(readPreferences('{"theme":"dark","tour":-1,"singleKeys":"no"}')).toEqual({
    ...DEFAULT_PREFERENCES,
    theme: "dark",
  });
  for (const written of [null, "", "{", "null", "[1]", '"dark"', '{"tour":1e99}']) {
    expect(readPreferences(written)).toEqual(DEFAULT_PREFERENCES);
  }
});
