import { expect, test } from "vitest";
import type { CustomExpert } from "../library/customExperts/customExpert.ts";
import type { Library } from "../library/load.ts";
import type { FilledMask } from "../workers/inference/protocol.ts";
import { fillOf, maskColumns, type RunRow } from "./runTable.ts";

const filled = (position: number, word: string, truth: string | null = null): FilledMask =>
  ({
    position,
    truth: truth === null ? null : { token: 1, text: truth, probability: 0.5 },
    predictions: [{ token: 2, text: word, probability: 0.25 }],
  }) as FilledMask;

/** Experts of the library: one that reads with its tokenizer, one with its own. */
const experts = [{ id: "law" }, { id: "measured", tokenizer: "experts/measured/tokenizer.json" }];

const row = (expertId: string, masks: FilledMask[] | null): RunRow =>
  ({
    run: { expertId, result: masks && { masks } },
    expert: experts.findIndex(({ id }) => id === expertId),
  }) as unknown as RunRow;

/** An added expert with the library's tokenizer, and one with its own. */
const library = {
  manifest: { tokenizer: "tokenizer/tokenizer.json", experts },
  calibrated: new Map(
    [true, false].map((sharedTokenizer) => [
      sharedTokenizer ? "twin" : "stranger",
      { calibration: { sharedTokenizer } } as CustomExpert,
    ]),
  ),
} as unknown as Library;

/** "The [MASK] of (the) [MASK]": two masks of the text and a hidden token between them. */
const own = row("law", [filled(2, "court"), filled(4, "the", "the"), filled(5, "land")]);
const twin = row("twin", [filled(2, "judge"), filled(4, "a", "the"), filled(5, "sea")]);
/** Two of its tokens make one of the library's, so its positions differ; one of them happens to coincide with a hidden token. */
const stranger = row("stranger", [filled(4, "cat"), filled(9, "mat")]);

const words = (of: RunRow, columns: readonly FilledMask[]) =>
  columns.map((_, k) => fillOf(library, of, columns, k)?.predictions[0]?.text ?? null);

test("columns are the masks at the library tokenizer's positions, whichever expert ran first", () => {
  expect(maskColumns(library, [row("later", null), stranger, own])).toBe(own.run.result!.masks);
  expect(maskColumns(library, [stranger])).toBe(stranger.run.result!.masks);
  expect(maskColumns(library, [row("later", null)])).toEqual([]);
});

test("predictions are in the column of their mask, also for an expert with another tokenizer", () => {
  const columns = maskColumns(library, [stranger, own, twin]);
  expect(words(own, columns)).toEqual(["court", "the", "land"]);
  expect(words(twin, columns)).toEqual(["judge", "a", "sea"]);
  expect(words(stranger, columns)).toEqual(["cat", null, "mat"]);
  expect(words(row("measured", [filled(4, "cow"), filled(9, "rug")]), columns)).toEqual(["cow", null, "rug"]);
  expect(words(row("later", null), columns)).toEqual([null, null, null]);
});
