import { expect, test } from "vitest";
import type { Progress } from "../../../rpc/channel.ts";
import { continueText } from "./continuation.ts";
import type { OpenCausal } from "./decoder.ts";

const STOP = 4;

/** An expert of five tokens that says these one after the other. Like real tokenizers it cannot decode nothing. */
function saying(...said: number[]): { expert: OpenCausal; read: number[][] } {
  const read: number[][] = [];
  const expert: OpenCausal = {
    decoder: {
      score: () => Promise.reject(new Error("a continuation scores nothing")),
      begin: () => async (ids) => {
        read.push([...ids]);
        return Float32Array.from({ length: 5 }, (_, id) => (id === said[read.length - 1] ? 9 : 0));
      },
    },
    front: [0],
    tokenize: (text) => Array.from(text, () => 1),
    chat: null,
    decode: (ids) => {
      if (ids.length === 0) throw new Error("token_ids must be a non-empty array of integers.");
      return ids.join("");
    },
    stops: new Set([STOP]),
    room: 8,
  };
  return { expert, read };
}

const request = { text: "ab", chat: false, temperature: 0, seed: 1, most: 3 };
const context = (progress: (progress: Progress) => void = () => {}) => ({
  signal: new AbortController().signal,
  progress,
});

test("each token is read once, after the prompt; the text so far is told with each", async () => {
  const { expert, read } = saying(2, 3, 2);
  const told: (string | undefined)[] = [];
  const { ids, text, ended } = await continueText(
    expert,
    request,
    context(({ text }) => told.push(text)),
  );
  expect([ids, text, ended]).toEqual([[2, 3, 2], "232", "length"]);
  expect(read).toEqual([[0, 1, 1], [2], [3]]);
  expect(told).toEqual(["2", "23", "232"]);
});

test("a model that ends the text at once adds nothing, and that is no failure", async () => {
  expect(await continueText(saying(STOP).expert, request, context())).toMatchObject({
    ids: [],
    text: "",
    ended: "stop",
  });
});

test("no token is added beyond what the model can read", async () => {
  const { ids, ended } = await continueText(
    saying(2, 2, 2, 2, 2, 2).expert,
    { ...request, text: "abcde", most: 9 },
    context(),
  );
  expect([ids.length, ended]).toEqual([2, "length"]);
});

test("nothing to continue is said", async () => {
  await expect(continueText(saying(2).expert, { ...request, text: "" }, context())).rejects.toThrow(
    /no text to continue/,
  );
});
