// node scripts/bench/profiled-run.mjs MODEL LENGTH RUNS: the router run in ONNX Runtime's WASM, one thread; the runtime prints its profile.
import { readFileSync } from "node:fs";
import { env, InferenceSession, Tensor } from "onnxruntime-web";

const [model, length, runs] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
env.wasm.numThreads = 1;
const session = await InferenceSession.create(readFileSync(model), { enableProfiling: true });
const ids = BigInt64Array.from({ length }, (_, i) => BigInt(5 + ((i * 7919) % 8000)));
const feed = {
  input_ids: new Tensor("int64", ids, [1, length]),
  attention_mask: new Tensor("int64", new BigInt64Array(length).fill(1n), [1, length]),
};
for (let run = 0; run < runs; run++) await session.run(feed);
session.endProfiling();
