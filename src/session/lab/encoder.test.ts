import { expect, test, vi } from "vitest";
import type { EncoderChoice } from "../../library/hub/encoderChoice.ts";
import { openFolder } from "../../library/import/localFiles.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { tinyEncoder } from "../../workers/encoder/tinyEncoder.ts";
import { chosenEncoder } from "./encoder.ts";
import { EncoderPick } from "./encoderPick.ts";
import { keepEncoder } from "./keptEncoder.ts";

const json = (value: unknown) => new Blob([JSON.stringify(value)]);
const folder = (changes: Record<string, Blob> = {}) => {
  const files: Record<string, Blob> = {
    "mini/config.json": json({ model_type: "bert", max_position_embeddings: 64 }),
    "mini/tokenizer.json": json({ model: {} }),
    "mini/onnx/model.onnx": new Blob(["four"]),
    "mini/onnx/model_quantized.onnx": new Blob(["two"]),
    ...changes,
  };
  return openFolder(Object.entries(files).map(([path, blob]) => ({ path, blob })));
};

test("an encoder from files is judged before its weights are read; its form can be chosen", async () => {
  const pick = new EncoderPick();
  await pick.read("mini", async () => folder());
  const { choice, problem } = pick.store.getState();
  expect(problem).toBeNull();
  expect(choice).toMatchObject({ name: "mini", form: { dtype: "q8" }, facts: { maxTokens: 64, stated: false } });
  pick.chooseForm("onnx/model.onnx");
  expect(pick.store.getState().choice!.form.dtype).toBe("fp32");
});

test.each([
  ["tokenizer.json", /no tokenizer\.json/],
  ["config.json", /config\.json/],
])("without %s there is a sentence, and the encoder chosen before stays", async (path, sentence) => {
  const pick = new EncoderPick();
  await pick.read("mini", async () => folder());
  const files = new Map(folder());
  files.delete(`mini/${path}`);
  await pick.read("mini", async () => files);
  expect(pick.store.getState().problem).toMatch(sentence);
  expect(pick.store.getState().choice!.name).toBe("mini");
});

test("of two choices the later one counts, whichever is read first", async () => {
  const pick = new EncoderPick();
  let arrive = (_: ReturnType<typeof folder>) => {};
  const slow = pick.read("slow", () => new Promise((resolve) => (arrive = resolve)));
  await pick.read("mini", async () => folder());
  arrive(folder({ "mini/config.json": json({ max_position_embeddings: 32 }) }));
  await slow;
  expect(pick.store.getState()).toMatchObject({ busy: false, choice: { facts: { maxTokens: 64 } } });
  await vi.waitFor(() => expect(pick.store.getState().busy).toBe(false));
});

test("the encoder that was used last is there at the next visit, with its files, until it is removed", async () => {
  const added = fakeStore();
  const pick = new EncoderPick(added);
  await pick.recalled;
  expect(pick.store.getState().choice).toBeNull();
  const files = [...tinyEncoder()].map(([path, content]) => ({ path: `tiny/${path}`, blob: new Blob([content]) }));
  await pick.read("tiny", async () => openFolder(files));
  const keep = vi.fn((choice: EncoderChoice, read: ReadonlyMap<string, ArrayBuffer>) =>
    keepEncoder(added, choice, read),
  );
  const none = new AbortController().signal;
  const first = await chosenEncoder(async () => pick.store.getState().choice, keep)(none, () => {});

  const next = new EncoderPick(added);
  await next.recalled;
  const { choice } = next.store.getState();
  expect(choice).toMatchObject({
    name: "tiny",
    place: "kept",
    facts: { pooling: "mean", normalise: true, maxTokens: 24 },
  });
  const second = await chosenEncoder(async () => choice, keep)(none, () => {});
  // The same vectors, so that those of the last visit count.
  expect(second.model).toBe(first.model);
  expect(second.origin).toEqual(first.origin);
  expect(keep).toHaveBeenCalledTimes(1);
  const source = await second.source(none);
  expect(new Uint8Array(source!.model)).toEqual(tinyEncoder().get("onnx/model.onnx"));

  await next.forget();
  const last = new EncoderPick(added);
  await last.recalled;
  expect(last.store.getState().choice).toBeNull();
});
