/** The files that a trained router leaves the page with. */
import { strToU8, type Zippable, zipSync } from "fflate";
import { modelTies } from "../../library/evaluationTable/router/modelTies.ts";
import { routerModel, type TextInput } from "../onnx/routerModel.ts";
import type { Reading, TextModel } from "../onnx/textModel.ts";
import { saveRouter } from "../router/saveRouter.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";
import routeMjs from "./files/route.mjs?raw";
import routePy from "./files/route.py?raw";
import featuresMjs from "./files/route_features.mjs?raw";
import featuresPy from "./files/route_features.py?raw";
import textMjs from "./files/route_text.mjs?raw";
import { ROUTER_ARRAYS, ROUTER_JSON } from "./names.ts";
import { readmeOf } from "./readme.ts";

/** What route.py and route.mjs need besides the model. */
interface RouteFacts {
  /** US dollars per 1,000 prompts by model, null where unknown; null if the table has no costs. */
  costs: (number | null)[] | null;
  /** By model, added to 1 − score: of equals the cheapest is chosen, then the first. */
  ties: number[];
  /** λ where a call does not name one: the page's at the download. */
  lambda: number;
  lambdaUnit: string;
  /** Features that are read from a text's tokens. */
  texts: TextFacts[];
}

interface TextFacts extends Reading {
  feature: string;
  /** File of the tokenizer. */
  tokenizer: string;
  /** File of the language model; null where it is in router.onnx, whose inputs are then `ids` and `attention`. */
  model: string | null;
  ids: string;
  attention: string;
  /** Output of the model, and the input of router.onnx that takes it. */
  output: string | null;
  states: string | null;
}

/**
 * Files by name.
 * @param models whose numbers are features; features of others have to be passed by who routes
 * @param lambda points of score per US dollar per 1,000 prompts, used where a call does not name another
 */
export function routerFiles(
  router: TrainedRouter,
  models: readonly TextModel[] = [],
  lambda = 0,
): Map<string, Uint8Array> {
  const { json, arrays } = saveRouter(router);
  const { file, texts } = routerModel(router, models);
  const files = new Map<string, Uint8Array>([["router.onnx", file]]);
  const facts = texts.map((text): TextFacts => {
    const { tokenizer, reading } = models.find(({ feature }) => feature === text.feature)!;
    return { ...textFacts(text, tokenizer, files), ...reading };
  });
  const whole = { ...(json as object), route: routeFacts(router, facts, lambda) };
  return new Map([
    ["README.md", strToU8(readmeOf(router, texts, lambda))],
    [ROUTER_JSON, strToU8(`${JSON.stringify(whole, null, 1)}\n`)],
    ...files,
    [ROUTER_ARRAYS, arrays],
    ["route.py", strToU8(routePy)],
    ["route_features.py", strToU8(featuresPy)],
    ["route.mjs", strToU8(routeMjs)],
    ["route_features.mjs", strToU8(featuresMjs)],
    ["route_text.mjs", strToU8(textMjs)],
  ]);
}

/** Adds the files of a language model. */
function textFacts({ feature, apart, inputs, output }: TextInput, content: Uint8Array, files: Map<string, Uint8Array>) {
  const tokenizer = files.has("tokenizer.json") ? `${feature}-tokenizer.json` : "tokenizer.json";
  files.set(tokenizer, content);
  const model = apart && `${feature}.onnx`;
  if (apart && model) files.set(model, apart);
  const [ids, attention] = [inputs.ids, inputs.mask];
  return { feature, tokenizer, model, ids, attention, output: output?.of ?? null, states: output?.to ?? null };
}

/** The same as one zip. The same router gives the same bytes. */
export function routerZip(
  router: TrainedRouter,
  models: readonly TextModel[] = [],
  lambda = 0,
): Uint8Array<ArrayBuffer> {
  const files: Zippable = Object.fromEntries(routerFiles(router, models, lambda));
  return Uint8Array.from(zipSync(files, { level: 6, mtime: new Date("2026-01-01T00:00:00") }));
}

function routeFacts({ meanCosts, models }: TrainedRouter, texts: TextFacts[], lambda: number): RouteFacts {
  return {
    costs: meanCosts && Array.from(meanCosts, (cost) => (Number.isFinite(cost) ? 1_000 * cost : null)),
    ties: Array.from(modelTies(meanCosts, models.length)),
    lambda,
    lambdaUnit: "points of score per US dollar per 1,000 prompts",
    texts,
  };
}
