/** @file The messages between the page and the worker that holds a router trained on a table. */
import type { GivenRows } from "../../lab/router/predictScores.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { RouteResult } from "../inference/protocol.ts";
import type { TextSource } from "./textModels.ts";

export type TableRouterCalls = {
  /** The router to use from now on. */
  open: { request: { router: TrainedRouter }; result: null };
  /** A router's files as one zip, with the models that make its features; `lambda` is used where a call names none. */
  zip: {
    request: { router: TrainedRouter; sources: readonly TextSource[]; lambda: number };
    result: Uint8Array<ArrayBuffer>;
  };
  /** The prompts of a file. */
  readPrompts: { request: { file: Blob; name: string }; result: string[] };
  /** Predicted losses of many texts, texts × models, and their points, texts × columns. Progress counts texts. */
  routeTexts: {
    request: { texts: readonly string[]; given?: GivenRows | undefined };
    result: { losses: Float64Array; states: Float32Array };
  };
  /** `given`: rows of the features that the text alone does not give. Predicted losses of a text, 1 − score by model of the router, and its point for the map; of the texts that wait only the last is routed. */
  route: { request: { text: string; given?: GivenRows | undefined }; result: RouteResult };
};
