/**
 * The format of the manifest, `library.json`, schema versions 1 and 2. Unknown keys are dropped, not refused: a newer recipe may
 * write more than this app reads. Version 2 adds `task`, `unit` and, of an expert, `tokenizer`, `maxTokens` and `source`; a manifest
 * of version 1 has none of these, and means masked experts whose losses are nats per token (`versionIssues` in version.ts).
 */
import { findingShape } from "../evaluationTable/edits/change.ts";
import { IDENTIFIER, IDENTIFIER_RULE } from "./identifier.ts";
import { source } from "./source.ts";
import { path, sha256 } from "./values.ts";
import { z } from "./zod.ts";

/** Limits that bound the work on an unknown manifest; real libraries stay far below them. */
const MAX_EXPERTS = 1_000;
const MAX_ROWS = 200_000;

const text = z.string().max(4_000);
const count = z.int().min(0);
const amount = z.number().min(0);
const id = z.string().regex(IDENTIFIER, IDENTIFIER_RULE);

/** A date: year, month or day, as precise as known. */
export const isoDate = z
  .string()
  .regex(
    /^\d{4}(-\d{2}(-\d{2})?)?$/,
    "must be a year, a year and month, or a date, such as 2023, 2023-06 or 2023-06-30",
  );

const training = z.object({
  tokens: amount.optional(),
  steps: amount.optional(),
  seconds: amount.optional(),
  hardware: text.optional(),
  branchedFrom: text.nullish(),
});

const domain = z.object({ id, label: text, parts: z.array(z.object({ id, label: text })).max(1_000) });

const expert = z.object({
  id,
  label: text,
  description: text,
  /** Domain parts that it was trained on; a generalist lists all of them. */
  parts: z.array(id).max(10_000),
  generalist: z.boolean(),
  size: text,
  layers: count,
  hidden: count,
  parameters: count,
  bytes: count,
  /** Date of the newest text it was trained on; null when unknown. */
  newestText: isoDate.nullable(),
  newestTextEvidence: text.optional(),
  license: text.optional(),
  training: training.optional(),
  /** Absent for an expert without model files, of which only figures exist: it cannot be run. */
  model: path.optional(),
  folder: path.optional(),
  /** Version 2: its own `tokenizer.json`, in `files`; absent when it reads with the library's. */
  tokenizer: path.optional(),
  /** Version 2: the longest sequence that it reads, special tokens included; absent when it is the router's. */
  maxTokens: z.int().min(3).max(1_000_000).optional(),
  /** Version 2: where its model is, instead of `model`. */
  source: source.optional(),
});

const constraint = z.object({
  id,
  label: text,
  unit: text,
  scale: z.enum(["log", "linear"]),
  /** The scale of the front's axis, if it differs from that of C. */
  axis: z.enum(["log", "linear"]).optional(),
  description: text.optional(),
  measured: text.optional(),
  /** Raw value by expert id; null when unknown. */
  raw: z.record(id, z.number().nullable()),
  /** C by expert id, 0 (best) … 1; null when unknown. */
  score: z.record(id, z.number().min(0).max(1).nullable()),
});

const router = z.object({
  folder: path,
  model: path,
  parameters: count,
  bytes: count,
  hidden: z.int().min(1).max(65_536),
  maxTokens: z.int().min(3).max(1_000_000),
  /** Expert ids in the order of the model's outputs. */
  experts: z.array(id).min(1).max(MAX_EXPERTS),
  training: training.optional(),
  outputs: z.object({ losses: text, state: text }),
  /**
   * How far the chosen expert's measured loss lies from its predicted one, nats per token: `share` of the prompts of up to `upTo`
   * tokens are between `low` and `high`. Longer prompts go by the last entry.
   */
  predictionRange: z
    .object({
      share: z.number().min(0).max(1),
      byTokens: z
        .array(z.object({ upTo: z.int().min(1), low: z.number(), high: z.number() }))
        .min(1)
        .max(100),
    })
    .optional(),
  /**
   * How familiar prompts are to the router: quantiles of the mean distance of a prompt's state to its `neighbors` nearest of the
   * benchmark's, by their share ("0.95").
   */
  familiarity: z
    .object({
      neighbors: z.int().min(1).max(15),
      metric: z.literal("euclidean"),
      quantiles: z.record(z.string().regex(/^0(\.\d+)?$|^1$/), amount),
    })
    .optional(),
});

/** A mean over seeds and the ends of its interval. */
const interval = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const clusterMetrics = z.object({
  purity: interval.optional(),
  silhouette: interval.optional(),
  nmi: interval.optional(),
});

const benchmark = z.object({
  /**
   * One row per prompt: `id`, `kind`, `domain`, `part`, `source`, `keywords`, `tokens`, `x`, `y`; `loss:<expert>`,
   * `accuracy:<expert>` and `predicted:<expert>`; `<constraint>:<expert>` if a constraint has one value per call. With `document`
   * (whole numbers, one per distinct document), intervals are taken by document.
   */
  prompts: path,
  /** The full texts of the prompts, in the same order: a column `text`. */
  texts: path.optional(),
  /** The router's states; only with a router. */
  embeddings: path.optional(),
  /** Losses predicted by kNN and ridge regression on the router's states: `id`, `knn:<expert>`, `ridge:<expert>`. */
  references: path.optional(),
  /** The same prompts in a causal language model's space: `id`, `causal:x`, `causal:y`, `causal:state`. */
  spaces: path.optional(),
  rows: z.int().min(1).max(MAX_ROWS),
  /** Number of prompts by kind: `window` prompts give the headline figures; `held-out`, `short`, `mixture` and others do not. */
  kinds: z.record(text, count).optional(),
  /** The unit of losses; in version 2 the manifest's `unit`, which need not be repeated here. */
  lossUnit: text.default("nats per token"),
  /**
   * Decisions of others' routers on the prompts: the chosen expert's id in the column `router:choice:<id>`, or in a table of two
   * models a number in `router:score:<id>`, the larger the more it is worth to ask the stronger model.
   */
  routers: z
    .array(z.object({ id, label: text, kind: z.enum(["choices", "scores"]) }))
    .max(50)
    .optional(),
  /** By expert, US dollars per million input and output tokens; the tokens are `input-tokens:<expert>`, `output-tokens:<expert>`. */
  tokenPrices: z.record(id, z.object({ input: amount.optional(), output: amount.optional() })).optional(),
  /** Notes on the figures for the reader: sentences, or sentences with remedies. */
  findings: z.array(findingShape).max(100).optional(),
  embeddingSize: z.int().min(1).max(65_536).optional(),
  embeddingType: z.enum(["float16", "int8"]).optional(),
  masksPerPrompt: z.int().min(1).optional(),
  windowTokens: z.tuple([count, count]).optional(),
  map: z
    .object({
      method: text,
      metric: z.enum(["euclidean", "cosine"]).default("euclidean"),
      neighbors: z.int().min(1),
      minDist: amount,
      seed: z.number().optional(),
    })
    .optional(),
  /** Domain separation, by space (`router`, `causal`): on the full vectors and on the map. */
  mapMetrics: z
    .record(text, z.object({ full: clusterMetrics.optional(), plane: clusterMetrics.optional() }))
    .optional(),
  /** Nats per token. */
  standardErrorOfLoss: amount.optional(),
  noiseCeiling: amount.optional(),
});

/** Another complete library, with its own manifest, in a subfolder of this one. */
const variant = z.object({
  id,
  label: text,
  description: text.optional(),
  folder: path,
  /** Most of its prompts are others than this library's: the two are not compared. */
  otherPrompts: z.boolean().optional(),
});

const TASKS = ["masked", "causal"] as const;
export const UNITS = ["nats per token", "nats per character"] as const;

export const manifestSchema = z.object({
  schemaVersion: z.union([z.literal(1), z.literal(2)]),
  /**
   * Version 2: what its experts do. `masked`: they fill in hidden words, and a loss is a pseudo-likelihood, with the words on both
   * sides seen. `causal`: they predict the next token from those before it. The two are never on one scale.
   */
  task: z.enum(TASKS).optional(),
  /** Version 2: the unit of losses. Nats per token only where all experts share one tokenizer. */
  unit: z.enum(UNITS).optional(),
  id,
  name: text,
  description: text,
  created: isoDate,
  /** Only with a router. */
  tokenizer: path.optional(),
  domains: z.array(domain).min(1).max(1_000),
  experts: z.array(expert).min(1).max(MAX_EXPERTS),
  constraints: z.array(constraint).max(100),
  /** Absent in a library of figures alone, such as an imported routing table: it cannot route new prompts. */
  router: router.optional(),
  benchmark,
  variants: z.array(variant).max(100).optional(),
  reference: path.optional(),
  /** The log of a co-training: which expert the windows of each step went to, by part. See specialisation.ts. */
  specialisation: path.optional(),
  /** Headline figures of the recipe's report; displayed, never used in computations. */
  results: z.unknown().optional(),
  /** Size and hash of every file that the app reads, by path. */
  files: z.record(path, z.object({ sha256, bytes: z.int().min(1) })),
});

export type Manifest = z.infer<typeof manifestSchema>;
