import { expect, test } from "vitest";
import { repeated } from "../text/masking.ts";
import { createEngine, output, type Runtime } from "./engine.ts";

type Feeds = Record<string, { data: BigInt64Array; dims: number[] }>;

function fakeRuntime(run: (feeds: Feeds) => Promise<object>, create: () => void = () => undefined) {
  let lose: (info: { message: string }) => void = () => undefined;
  const lost = new Promise((resolve) => {
    lose = resolve;
  });
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: BigInt64Array,
      readonly dims: number[],
    ) {}
  }
  const InferenceSession = {
    create: async () => {
      create();
      return { run, release: async () => undefined };
    },
  };
  const runtime = { InferenceSession, Tensor, env: { webgpu: { device: Promise.resolve({ lost }) } } };
  return { runtime: runtime as unknown as Runtime, lose };
}

test("a batch becomes two int64 inputs of its shape, every token attended to", async () => {
  let seen: Feeds = {};
  const { runtime } = fakeRuntime(async (feeds) => {
    seen = feeds;
    return { losses: { data: Float32Array.of(1) } };
  });
  const model = await createEngine(runtime, "wasm", 1).load(new ArrayBuffer(4));
  expect(await model.run(repeated([2, 9, 3], 2))).toEqual({ losses: Float32Array.of(1) });
  expect(seen.input_ids).toMatchObject({ type: "int64", dims: [2, 3] });
  expect(seen.attention_mask!.data).toEqual(new BigInt64Array(6).fill(1n));
});

test("a file that cannot be opened is a ModelError that names the backend, whatever is thrown", async () => {
  for (const thrown of [new Error("bad magic"), 12345]) {
    const { runtime } = fakeRuntime(
      async () => ({}),
      () => {
        throw thrown;
      },
    );
    const loading = createEngine(runtime, "wasm", 1).load(new ArrayBuffer(4));
    await expect(loading).rejects.toMatchObject({
      name: "ModelError",
      message: expect.stringMatching(/could not be opened on WASM: .*(bad magic|12345)/),
    });
  }
});

test("a lost device rejects the pending run, which would otherwise never end, and all later work", async () => {
  const { runtime, lose } = fakeRuntime(() => new Promise(() => undefined));
  const engine = createEngine(runtime, "webgpu", 1);
  const model = await engine.load(new ArrayBuffer(4));
  const running = model.run(repeated([2, 3], 1));
  lose({ message: "unplugged" });
  await expect(running).rejects.toMatchObject({
    name: "ModelError",
    message: expect.stringMatching(/lost \(unplugged\)/),
  });
  await expect(model.run(repeated([2, 3], 1))).rejects.toThrow(/lost/);
  await expect(engine.load(new ArrayBuffer(4))).rejects.toThrow(/lost/);
});

test("an output that is missing or of another type is a ModelError", () => {
  expect(output({ losses: Float32Array.of(1) }, "losses")).toEqual(Float32Array.of(1));
  expect(() => output({ logits: Float32Array.of(1) }, "losses")).toThrow(/no float32 output "losses": it has logits/);
});
