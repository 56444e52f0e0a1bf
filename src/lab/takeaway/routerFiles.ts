/** The files that a trained router leaves the page with. */
import { strToU8, type Zippable, zipSync } from "fflate";
import { modelTies } from "../../library/evaluationTable/router/modelTies.ts";
import { routerModel } from "../onnx/routerModel.ts";
import { saveRouter } from "../router/saveRouter.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";
import routeMjs from "./files/route.mjs?raw";
import routePy from "./files/route.py?raw";
import { ROUTER_ARRAYS, ROUTER_JSON } from "./names.ts";
import { readmeOf } from "./readme.ts";

/** What route.py and route.mjs need besides the model. */
interface RouteFacts {
  /** US dollars per 1,000 prompts by model, null where unknown; null if the table has no costs. */
  costs: (number | null)[] | null;
  /** By model, added to 1 − score: of equals the cheapest is chosen, then the first. */
  ties: number[];
  lambdaUnit: string;
}

/** Files by name. */
export function routerFiles(router: TrainedRouter): Map<string, Uint8Array> {
  const { json, arrays } = saveRouter(router);
  const whole = { ...(json as object), route: routeFacts(router) };
  return new Map([
    ["README.md", strToU8(readmeOf(router))],
    [ROUTER_JSON, strToU8(`${JSON.stringify(whole, null, 1)}\n`)],
    ["router.onnx", routerModel(router)],
    [ROUTER_ARRAYS, arrays],
    ["route.py", strToU8(routePy)],
    ["route.mjs", strToU8(routeMjs)],
  ]);
}

/** The same as one zip. The same router gives the same bytes. */
export function routerZip(router: TrainedRouter): Uint8Array<ArrayBuffer> {
  const files: Zippable = Object.fromEntries(routerFiles(router));
  return Uint8Array.from(zipSync(files, { level: 6, mtime: new Date("2026-01-01T00:00:00") }));
}

function routeFacts({ meanCosts, models }: TrainedRouter): RouteFacts {
  return {
    costs: meanCosts && Array.from(meanCosts, (cost) => (Number.isFinite(cost) ? 1_000 * cost : null)),
    ties: Array.from(modelTies(meanCosts, models.length)),
    lambdaUnit: "points of score per US dollar per 1,000 prompts",
  };
}
