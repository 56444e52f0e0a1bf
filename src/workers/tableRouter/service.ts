import { type Predictor, predictorOf } from "../../lab/router/predictScores.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { Handlers } from "../../rpc/serve.ts";
import type { TableRouterCalls } from "./protocol.ts";

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
    zip: async ({ router }) => {
      const { routerZip } = await import("../../lab/takeaway/routerFiles.ts");
      const result = routerZip(router);
      return { result, transfer: [result.buffer] };
    },
    route: async ({ text, given }) => {
      const mine = ++newest;
      // Texts that have arrived meanwhile are newer.
      await new Promise((next) => setTimeout(next));
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
