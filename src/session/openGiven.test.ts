import { expect, test, vi } from "vitest";
import type { GivenKind } from "../library/import/givenKind.ts";
import { type LocalFiles, openFolder } from "../library/import/localFiles.ts";
import { type Given, openGiven } from "./openGiven.ts";

const files = (...paths: string[]) => openFolder(paths.map((path) => ({ path, blob: new Blob(["x"]) })));

function played() {
  const opened: [GivenKind, string, LocalFiles | string][] = [];
  const opener =
    (kind: GivenKind) =>
    async ({ name, open }: Given) => {
      opened.push([kind, name, await open().catch((error: Error) => error.message)]);
    };
  const openers = {
    library: opener("library"),
    table: opener("table"),
    model: opener("model"),
    experts: opener("experts"),
    router: opener("router"),
  };
  return { opened, openers };
}

test("the kind of the files decides who opens them, wherever they come from; they are listed once", async () => {
  for (const expected of ["library", "model"] as const) {
    for (const [kind, given] of [
      ["library", files("library.json", "onnx/model.onnx")],
      ["model", files("config.json")],
      ["table", files("a.csv")],
    ] as const) {
      const { opened, openers } = played();
      const open = vi.fn(async () => given);
      expect(await openGiven({ name: "x", open }, expected, openers)).toBe(kind);
      expect(opened).toEqual([[kind, "x", given]]);
      expect(open).toHaveBeenCalledTimes(1);
    }
  }
});

test("unclear or unreadable files go to the expected opener, which reports what is wrong", async () => {
  const { opened, openers } = played();
  const photo = files("photo.jpg");
  await openGiven({ name: "a", open: async () => photo }, "library", openers);
  await openGiven({ name: "b", open: async () => photo }, "model", openers);
  await openGiven({ name: "c", open: () => Promise.reject(new Error("no zip")) }, "model", openers);
  expect(opened).toEqual([
    ["library", "a", photo],
    ["model", "b", photo],
    ["model", "c", "no zip"],
  ]);
});

test("of two items given one after the other each is opened by its kind, whichever is listed first", async () => {
  const { opened, openers } = played();
  let list: (found: LocalFiles) => void = () => {};
  const slow = openGiven({ name: "slow", open: () => new Promise((done) => (list = done)) }, "library", openers);
  await openGiven({ name: "fast", open: async () => files("a.csv") }, "library", openers);
  list(files("config.json"));
  await slow;
  expect(opened.map(([kind, name]) => [kind, name])).toEqual([
    ["table", "fast"],
    ["model", "slow"],
  ]);
});
