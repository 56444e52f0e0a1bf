import { expect, test } from "vitest";
import type { Manifest } from "../library/manifest/manifest.ts";
import type { Specialisation } from "../library/specialisation/specialisation.ts";
import { partGroups, sharesAt, subjects } from "./specialisation.ts";

const frame = (step: number, windows: number[][]) => ({ step, windows }) as Specialisation["frames"][number];
const log = {
  experts: [
    { id: "a", label: "A" },
    { id: "b", label: "B" },
  ],
  parts: [
    { id: "law/opinions", label: "Opinions" },
    { id: "books", label: "Books" },
    { id: "law/statutes", label: "Statutes" },
  ],
  frames: [
    ...Array.from({ length: 20 }, (_, k) =>
      frame(k + 1, [
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ),
    ...Array.from({ length: 20 }, (_, k) =>
      frame(k + 21, [
        [2, 0, 2],
        [0, 1, 0],
      ]),
    ),
  ],
} as unknown as Specialisation;
const domains = [
  { id: "books", label: "Books of all kinds" },
  { id: "law", label: "Law" },
] as unknown as Manifest["domains"];

test("parts are grouped by domain, in the manifest's order and with its names", () => {
  expect(partGroups(log, { domains })).toEqual([
    { id: "books", label: "Books of all kinds", parts: [1] },
    { id: "law", label: "Law", parts: [0, 2] },
  ]);
});

test("shares add up to 1, are those of the frames around a step, and are 0 without windows", () => {
  const [books, law] = partGroups(log, { domains });
  expect(sharesAt(log, law!.parts, 3)).toEqual([0.5, 0.5]);
  expect(sharesAt(log, law!.parts, 39)).toEqual([1, 0]);
  expect(sharesAt(log, books!.parts, 39)).toEqual([0, 1]);
  expect(sharesAt(log, [], 39)).toEqual([0, 0]);
});

test("an expert's subject is what it mostly gets in the end", () => {
  expect(subjects(log, partGroups(log, { domains })).map(({ id }) => id)).toEqual(["law", "books"]);
});
