import { expect, test } from "vitest";
import { keepExpert, storedExperts } from "../library/customExperts/withCustomExperts.ts";
import { StorageError } from "../library/errors.ts";
import { keepLibrary, storedLibraries } from "../library/import/addedLibraries.ts";
import { madeExpert } from "../library/testing/customExpertFixtures.ts";
import { fakeStore } from "../library/testing/fakeStorage.ts";
import { createExplorerStore } from "../state/store.ts";
import { UnreadableItems } from "./unreadableItems.ts";

const file = new ArrayBuffer(3);

async function setUp() {
  const kept = fakeStore();
  await keepExpert(kept, madeExpert());
  await keepLibrary(kept, { folder: "https://a.test/", manifest: { name: "Fine" } });
  const { device: _, ...older } = madeExpert({ key: "expert-2", label: "Older" });
  await kept.put(
    { key: "expert-2", kind: "expert", added: 9, files: ["f".repeat(64)], value: older },
    new Map([["f".repeat(64), file]]),
  );
  await kept.put(
    { key: "library x", kind: "library", added: 9, files: [], value: { manifest: { name: "Lost" } } },
    new Map(),
  );
  await kept.put({ key: "library y", kind: "library", added: 9, files: [], value: null }, new Map());
  const store = createExplorerStore();
  return { kept, store, unreadable: new UnreadableItems(store, kept), state: () => store.getState().unreadable };
}

test("an unreadable item is listed with its name, its place and its reason; the others still work", async () => {
  const { kept, unreadable, state } = await setUp();
  await unreadable.look();
  expect(state().records.map(({ kind, label, key }) => [kind, label, key])).toEqual([
    ["library", "Lost", "library x"],
    ["library", "library y", "library y"],
    ["expert", "Older", "expert-2"],
  ]);
  expect(state().records.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^folder: /),
    expect.stringMatching(/./),
    expect.stringMatching(/^device: /),
  ]);
  expect((await storedExperts(kept)).map(({ key }) => key)).toEqual(["expert-1"]);
  expect((await storedLibraries(kept)).map(({ folder }) => folder)).toEqual(["https://a.test/"]);
});

test("it is deleted with its files at the user's request, and nothing else is", async () => {
  const { kept, unreadable, state } = await setUp();
  await unreadable.look();
  expect(kept.hashes()).toContain("f".repeat(64));
  await unreadable.remove("expert-2");
  expect(kept.hashes()).not.toContain("f".repeat(64));
  expect(state().records.map(({ key }) => key)).toEqual(["library x", "library y"]);
  expect(await kept.records("expert")).toHaveLength(1);
});

test("unreadable storage is reported, and so is a failing removal", async () => {
  const { kept, unreadable, state } = await setUp();
  await unreadable.look();
  kept.remove = () => Promise.reject(new StorageError("storage", "It is blocked."));
  await unreadable.remove("expert-2");
  expect(state()).toMatchObject({ problem: "It is blocked.", records: [{}, {}, {}] });
  kept.records = () => Promise.reject(new StorageError("storage", "It is blocked."));
  await unreadable.look();
  expect(state()).toEqual({ records: [], problem: "What you added can't be read. It is blocked." });
});
