import { nextTask } from "../../core/nextTask.ts";
import { type GivenRows, type Predictor, predictorOf } from "../../lab/router/predictScores.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { Handlers } from "../../rpc/serve.ts";
import type { TableRouterCalls } from "./protocol.ts";

/** Texts that are routed between two looks at what else there is to do. */
const AT_ONCE = 32;

/** The worker's work, independent of messages and of the browser. */
export function createTableRouterService(now: () => number = () => performance.now()): Handlers<TableRouterCalls> {
  let predictor: Predictor | null = null;
  let newest = 0;
  return {
    open: async ({ router }) => {
      predictor = predictorOf(router);
      // The first prediction compiles its loops: not while somebody types.
      if (predictor.needs.length === 0) predictor.predict(["What is routed?"]);
      return { result: null };
    },
    zip: async ({ router, sources, lambda }) => {
      const { routerZip } = await import("../../lab/takeaway/routerFiles.ts");
      const models = sources.length > 0 ? sources.map((await import("./textModels.ts")).textModelOf) : [];
      const result = routerZip(router, models, lambda);
      return { result, transfer: [result.buffer] };
    },
    readPrompts: async ({ file, name }) => {
      const { readPrompts } = await import("../../library/prompts/readPrompts.ts");
      return { result: await readPrompts(file, name) };
    },
    routeTexts: async ({ texts, given }, { signal, progress }) => {
      if (!predictor) throw new InferenceError("NotOpenError", "No trained router is in use.");
      const result = { losses: new Float64Array(0), states: new Float32Array(0) };
      for (let from = 0; from < texts.length; from += AT_ONCE) {
        // A cancel, and texts that are typed meanwhile, come first.
        await nextTask();
        signal.throwIfAborted();
        const some = texts.slice(from, from + AT_ONCE);
        const { scores, coordinates } = predictor.predict(some, given && partOf(given, from, from + some.length));
        if (from === 0) {
          result.losses = new Float64Array(texts.length * scores.columns);
          result.states = new Float32Array(texts.length * coordinates.columns);
        }
        for (const [i, text] of some.entries()) {
          // As when it is typed: nothing is chosen for an empty text.
          const losses = scores.data.subarray(i * scores.columns, (i + 1) * scores.columns);
          const kept = losses.map((score) => (text.trim() === "" ? Number.NaN : 1 - score));
          result.losses.set(kept, (from + i) * scores.columns);
        }
        result.states.set(coordinates.data, from * coordinates.columns);
        progress({ loaded: from + some.length, total: texts.length });
      }
      return { result, transfer: [result.losses.buffer, result.states.buffer] };
    },
    route: async ({ text, given }) => {
      const mine = ++newest;
      // Texts that have arrived meanwhile are newer.
      await nextTask();
      if (mine !== newest) return { result: { status: "superseded" } };
      if (!predictor) throw new InferenceError("NotOpenError", "No trained router is in use.");
      if (text.trim() === "") return { result: { status: "empty" } };
      const began = now();
      const { scores, coordinates } = predictor.predict([text], given);
      return {
        result: {
          status: "routed",
          losses: Float64Array.from(scores.data, (score) => 1 - score),
          state: coordinates.data,
          tokens: 0,
          truncated: false,
          texts: [],
          maskPositions: [],
          milliseconds: now() - began,
        },
      };
    },
  };
}

/** The rows of some texts. */
const partOf = (given: GivenRows, from: number, to: number): GivenRows =>
  Object.fromEntries(
    Object.entries(given).map(([feature, { columns, data }]) => [
      feature,
      { kind: "dense" as const, rows: to - from, columns, data: data.subarray(from * columns, to * columns) },
    ]),
  );
