/** The form of router.json. Published as router.schema.json. */
import { z } from "zod";

const array = z.strictObject({ array: z.string().describe("Name of an array in router.safetensors") });
const figure = z.tuple([z.number().nullable(), z.number().nullable(), z.number().nullable()]).nullable();
const name = z.string().max(2_000);

const prepared = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("scale"), mean: array, factor: array }),
  z.object({ kind: z.literal("tfidf"), columns: array, words: z.int().min(0), idf: array }),
]);

const rows = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("dense"), rows: z.int().min(0), columns: z.int().min(0), data: array }),
  z.object({
    kind: z.literal("sparse"),
    rows: z.int().min(0),
    columns: z.int().min(0),
    starts: array,
    indices: array,
    values: array,
  }),
]);

const learnt = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("linear"), weights: array, intercept: array }),
  z.object({ kind: z.literal("logistic"), weights: array, intercept: array, low: z.number(), range: z.number() }),
  z.object({
    kind: z.literal("knn"),
    rows,
    targets: z.object({ rows: z.int(), columns: z.int(), data: array }),
    k: z.int().min(1),
  }),
  z.object({ kind: z.literal("clusters"), points: array, means: array, count: z.int().min(1) }),
  z.object({ kind: z.literal("mlp"), first: array, second: array, means: array, hidden: z.int().min(1) }),
]);

export const routerShape = z.looseObject({
  format: z.literal("tryage-router"),
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{1,200}$/),
  name,
  models: z.array(name).min(2).max(10_000).describe("In the order of all scores"),
  meanCosts: array.nullable().describe("US dollars per call by model; NaN where unknown"),
  cleaning: z.object({ clean: z.boolean(), common: z.array(z.string()).describe("Lines taken out of every text") }),
  members: z
    .array(
      z.object({
        id: name,
        feature: name,
        prepared,
        head: name,
        settingName: name,
        setting: z.number(),
        settings: z.array(z.number()).describe("Chosen in each fold"),
        learnt,
      }),
    )
    .min(1)
    .max(1_000)
    .describe("The scores are the mean over the members"),
  heldOut: z.object({ ids: z.array(z.string()), folds: array, predicted: array }),
  coordinates: z.object({ columns: z.int().min(1), data: array, x: array, y: array }),
  report: z.looseObject({
    table: z.looseObject({ name: z.string(), sha256: z.string(), prompts: z.int() }),
    folds: z.array(z.int()),
    seed: z.int(),
    verdict: z.string(),
    bestSingle: z.object({ model: name, score: figure }),
    routers: z.array(z.looseObject({ id: name, score: figure, gain: figure })),
  }),
  encoders: z.record(z.string(), z.unknown()).describe("What made the features that a text alone does not give"),
  versions: z.record(z.string(), z.string()),
  route: z
    .object({
      costs: z.array(z.number().nullable()).nullable().describe("US dollars per 1,000 prompts by model"),
      ties: z.array(z.number()).describe("Added to 1 − score, so that of equals the cheapest is chosen"),
      lambda: z.number().min(0).optional().describe("λ where a call does not name one; 0 where it is absent"),
      lambdaUnit: z.string(),
      texts: z
        .array(
          z.object({
            feature: name,
            tokenizer: z.string().describe("File of the tokenizer"),
            model: z
              .string()
              .nullable()
              .describe(
                "File of the language model; null where it is in router.onnx, which reads `ids` and `attention`",
              ),
            ids: z.string(),
            attention: z.string(),
            output: z.string().nullable().describe("Output of `model` that goes to the input `states` of router.onnx"),
            states: z.string().nullable(),
            before: z.array(z.int()).describe("Ids before a text's own"),
            after: z.array(z.int()),
            empty: z.array(z.int()).describe("Ids of a text that would have none"),
            room: z.int().min(1).describe("Ids of a text that are read at once"),
            windows: z.boolean().describe("Whether longer texts are read in windows; else they are cut"),
            apart: z.array(z.string()).describe("Special tokens that are text where they stand in a text"),
            maskToken: z.string().nullable().describe("What [MASK] and <mask> become"),
          }),
        )
        .optional()
        .describe("Features that are read from a text's tokens"),
    })
    .describe("What route.py and route.mjs read"),
});
