/** @file The messages between the page and the worker that holds a router trained on a table. */
import type { GivenRows } from "../../lab/router/predictScores.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { RouteResult } from "../inference/protocol.ts";

export type TableRouterCalls = {
  /** The router to use from now on. */
  open: { request: { router: TrainedRouter }; result: null };
  /** A router's files as one zip. */
  zip: { request: { router: TrainedRouter }; result: Uint8Array<ArrayBuffer> };
  /** `given`: rows of the features that the text alone does not give. Predicted losses of a text, 1 − score by model of the router, and its point for the map; of the texts that wait only the last is routed. */
  route: { request: { text: string; given?: GivenRows | undefined }; result: RouteResult };
};
