/** @file Interleaved requests for several added experts: each is answered by the expert that it names. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Progress } from "../../rpc/channel.ts";
import type { Batch } from "../inference/types.ts";
import { CustomExpertService } from "./service.ts";
import { contextOf, expertOf, filesOf, graphOf, SIZE, standInLoader } from "./testing.ts";

/** A model that favours the true token of a hidden position by this amount; its logits are unique to it. */
const [SHARP, FLAT] = [30, 0];
const LIBRARY = expertOf("library");
const A = expertOf("a");
const B = expertOf("b");
const TEXT = "one two three";
const COUNTS = Uint8Array.of(1, 1, 1);

let service: CustomExpertService;
let loads: string[];

beforeEach(() => {
  loads = [];
  const loader = standInLoader((model) => {
    loads.push(model);
    const height = model === "a.onnx" ? SHARP : FLAT;
    return graphOf(({ columns }: Batch) => {
      const logits = new Float32Array(columns * SIZE);
      for (let place = 0; place < columns; place++) logits[place * SIZE + 4] = height;
      return logits;
    });
  });
  service = new CustomExpertService(loader, filesOf);
});

const measure = (expert: typeof A, signal?: AbortSignal) =>
  service.measure({ expert, text: TEXT, counts: COUNTS }, contextOf(signal)).then(({ nats }) => nats);
const fill = (expert: typeof A) =>
  service
    .fill({ expert, text: "one [MASK]", masks: [], topK: 1 }, contextOf())
    .then(({ masks }) => masks[0]!.predictions[0]!.probability);

describe("a request that names its expert", () => {
  test("is answered by it, however requests for others are interleaved", async () => {
    const alone = [await measure(A), await measure(B), await fill(A), await fill(B)];
    expect(alone[0]).not.toBeCloseTo(alone[1]!, 1);
    await service.open(B, contextOf());
    const together = await Promise.all([
      measure(B),
      fill(A),
      measure(B),
      service.open(A, contextOf()).then(() => measure(B)),
      fill(B),
      measure(A),
    ]);
    expect(together).toEqual([alone[1], alone[2], alone[1], alone[1], alone[3], alone[0]]);
    expect(service.holdings().models).toBe(1);
  });

  test("opens it once unless others come in between, and again for a library with another tokenizer", async () => {
    await Promise.all([measure(A), measure(A), service.words({ expert: A, text: TEXT }, contextOf())]);
    expect(loads).toEqual(["a.onnx"]);
    const other = { ...A, tokenizer: LIBRARY.files["tokenizer.json"]! };
    await measure({ ...other, tokenizer: { ...other.tokenizer, sha256: "f".repeat(64) } });
    expect(loads).toEqual(["a.onnx", "a.onnx"]);
  });

  test("tells, once it is open, that all its bytes are there: what goes on then is the run", async () => {
    await measure(A);
    const told: number[][] = [];
    const context = { ...contextOf(), progress: ({ loaded, total }: Progress) => told.push([loaded, total]) };
    await service.fill({ expert: A, text: "one [MASK]", masks: [], topK: 1 }, context);
    expect(told).toEqual([[3, 3]]);
  });

  test("opens nothing once it is cancelled", async () => {
    const cancel = new AbortController();
    const waiting = [measure(A), measure(B, cancel.signal), measure(A)];
    cancel.abort(new Error("given up"));
    await expect(waiting[1]).rejects.toThrow("given up");
    await Promise.all([waiting[0], waiting[2]]);
    expect(loads).toEqual(["a.onnx"]);
  });

  test("closing one expert leaves another one open", async () => {
    await measure(A);
    await service.release("b");
    await measure(A);
    expect(loads).toEqual(["a.onnx"]);
    await service.release("a");
    expect(service.holdings().models).toBe(0);
  });
});
