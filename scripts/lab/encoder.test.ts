import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { tinyEncoder } from "../../src/workers/encoder/tinyEncoder.ts";
import { labCsv } from "../../src/workers/lab/testing.ts";
import { encoderRows, openEncoder } from "./encoder.ts";
import { main } from "./main.ts";

let folder: string;
let table: string;
let tiny: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-encoder-"));
  vi.spyOn(console, "error").mockImplementation(() => {});
  table = join(folder, "t.csv");
  writeFileSync(table, labCsv(30));
  tiny = join(folder, "tiny");
  for (const [path, content] of tinyEncoder()) {
    mkdirSync(dirname(join(tiny, path)), { recursive: true });
    writeFileSync(join(tiny, path), content);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it("an encoder of a folder is a fourth member, judged for itself too, and goes with the router", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  const out = join(folder, "out");
  const features = ["--features", "surface,encoder", "--encoder", tiny, "--encoder-in-mean"];
  expect(await main([table, ...features, "--out", out])).toBe(0);
  said.mockRestore();
  const router = JSON.parse(readFileSync(join(out, "router.json"), "utf8"));
  expect(router.report.routers.map(({ id }: { id: string }) => id)).toContain("encoder ridge");
  expect(router.name).toBe("mean of 2");
  expect(router.encoders.encoder).toMatchObject({
    name: "tiny",
    weights: "onnx/model.onnx",
    sha256: expect.stringMatching(/^[\da-f]{64}$/),
    pooling: "mean",
    normalise: true,
    maxTokens: 24,
  });
  expect(router.route.texts).toMatchObject([{ feature: "encoder", model: null, tokenizer: "tokenizer.json" }]);
  expect(readFileSync(join(out, "tokenizer.json"))).toEqual(readFileSync(join(tiny, "tokenizer.json")));
});

it("a text's vector has length 1, and does not depend on the texts beside it", async () => {
  const encoder = await openEncoder(tiny);
  const texts = ["the river of the city", "a law", "what is the sum of 2 and 3?", ""];
  const all = await encoderRows(encoder, texts, () => {});
  const last = await encoderRows(encoder, texts.slice(2, 3), () => {});
  const vector = (rows: typeof all, at: number) => rows.data.subarray(at * rows.columns, (at + 1) * rows.columns);
  expect(Math.hypot(...vector(all, 0))).toBeCloseTo(1, 5);
  expect([...vector(all, 2)]).toEqual([...vector(last, 0)]);
});

it.each<[string, string[], RegExp]>([
  ["no folder", ["--features", "encoder"], /needs --encoder FOLDER/],
  ["a folder that is not there", ["--features", "encoder", "--encoder", "nowhere"], /nowhere is not a folder/],
  ["an encoder that nothing reads", ["--encoder", "tiny"], /add it to --features/],
])("%s ends in a sentence", async (_, args, sentence) => {
  const error = vi.spyOn(console, "error");
  error.mockClear();
  expect(await main([table, ...args])).toBe(1);
  expect(error.mock.calls.at(-1)!.join(" ")).toMatch(sentence);
});

it("weights that are not there are answered by those that are", async () => {
  await expect(openEncoder(tiny, "onnx/other.onnx")).rejects.toThrow("the encoder's ONNX files are onnx/model.onnx");
});
