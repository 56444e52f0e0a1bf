/** Arbitrary content of the browser's storage: each record is read, or reported as unreadable. */
import fc from "fast-check";
import { test } from "vitest";
import { FUZZ, FUZZ_TIMEOUT_MS } from "../../core/testing/fuzzing.ts";
import { storedExperts } from "../customExperts/withCustomExperts.ts";
import { storedLibraries } from "../import/addedLibraries.ts";
import { madeExpert } from "../testing/customExpertFixtures.ts";
import { fakeStore } from "../testing/fakeStorage.ts";
import { unreadableRecords } from "./unreadable.ts";

test(
  "records of any value",
  async () => {
    const whole = { expert: madeExpert() as object, library: { folder: "https://a.test/", manifest: {} } as object };
    const key = fc.constantFrom("folder", "manifest", "label", "files", "device", "facts", "calibration", "__proto__");
    const change = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 });
    const record = fc.record({
      kind: fc.constantFrom("expert" as const, "library" as const),
      made: fc.oneof({ weight: 3, arbitrary: change }, { weight: 1, arbitrary: fc.jsonValue() }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 3 }), async (records) => {
        const store = fakeStore();
        for (const [k, { kind, made }] of records.entries()) {
          const value = typeof made === "object" && made !== null ? { ...whole[kind], ...made } : made;
          await store.put({ key: `${kind} ${k}`, kind, added: k, files: [], value }, new Map());
        }
        const unreadable = await unreadableRecords(store);
        const read = (await storedExperts(store)).length + (await storedLibraries(store)).length;
        if (read + unreadable.length !== records.length) throw new Error(`${read} + ${unreadable.length} of them`);
        if (unreadable.some(({ label, reason }) => label === "" || reason === "")) throw new Error("nothing is said");
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
