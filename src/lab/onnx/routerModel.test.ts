import * as runtime from "onnxruntime-web/wasm";
import { beforeAll, expect, it } from "vitest";
import { hashedTerms } from "../features/hashedTerms.ts";
import { surfaceRows } from "../features/surface.ts";
import { predictorOf, rounded } from "../router/predictScores.ts";
import { madeRouters, madeTexts } from "../router/testing/trained.ts";
import { routerModel } from "./routerModel.ts";

beforeAll(() => {
  runtime.env.wasm.numThreads = 1;
});

it("the model gives every router's scores to nine decimals", async () => {
  const routers = await madeRouters(80);
  const texts = ["", "?", ...madeTexts(60, 11)];
  for (const router of routers) {
    const session = await runtime.InferenceSession.create(routerModel(router).file);
    const { clean, predict } = predictorOf(router);
    const { scores } = predict(texts);
    for (const [i, text] of texts.entries()) {
      const terms = hashedTerms([clean(text)]);
      const all: Record<string, runtime.Tensor> = {
        surface: new runtime.Tensor("float64", surfaceRows([clean(text)]).data, [10]),
        tfidf_columns: new runtime.Tensor("int64", BigInt64Array.from([0, ...terms.indices], BigInt), [
          terms.indices.length + 1,
        ]),
        tfidf_values: new runtime.Tensor("float32", Float32Array.from([0, ...terms.values]), [terms.values.length + 1]),
      };
      const feeds = Object.fromEntries(session.inputNames.map((name) => [name, all[name]!]));
      const found = (await session.run(feeds)).scores!.data as Float64Array;
      const own = scores.data.subarray(3 * i, 3 * i + 3);
      for (let m = 0; m < 3; m++)
        expect(Math.abs(rounded(found[m]!) - own[m]!), `${router.name}: ${text}`).toBeLessThan(3e-9);
    }
    await session.release();
  }
});
