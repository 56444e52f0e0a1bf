/** Data about an expert that the user has added. */

import { ALL_DTYPES } from "../hub/weightForms.ts";
import { IDENTIFIER, IDENTIFIER_RULE } from "../manifest/identifier.ts";
import { z } from "../manifest/zod.ts";

const text = z.string().max(4_000);
const amount = z.number().min(0);
const numbers = z.array(z.number());

/** An expert's calibration, and its quality. */
const calibrationShape = z.object({
  /** The library that it belongs to: see `fingerprint`. */
  library: text,
  /** Number of texts. */
  prompts: z.int().min(1),
  /**
   * Whether losses are nats per token of the library's own tokenizer, or were converted to that scale
   * (core/metrics/tokenizerScale.ts).
   */
  sharedTokenizer: z.boolean(),
  /**
   * The head: predicted loss = mean predicted loss of the library's experts + Σ weight · (a reference's predicted loss − that mean)
   * + intercept + weights · state.
   */
  weights: numbers,
  intercept: z.number(),
  /** Root mean squared error in cross-validation, nats per token, of the head and of the mean alone. */
  error: amount,
  errorOfMean: amount,
  /**
   * Nats per character over all texts, for this expert and for the library's experts that were measured on the same hidden words; the
   * weight of each in the head, 0 if absent.
   */
  perCharacter: amount,
  references: z
    .array(z.object({ id: text, label: text, perCharacter: amount, weight: z.number().optional() }))
    .max(100),
  /**
   * Measurements on the user's own texts, separate from the benchmark: the number of texts, and by library expert the mean of this
   * expert's nats per character minus that expert's, paired by text, with its 95% interval. Absent in calibrations of earlier
   * versions.
   */
  measured: z
    .object({
      texts: z.int().min(1),
      differences: z.array(z.object({ id: text, mean: z.number(), low: z.number(), high: z.number() })).max(100),
    })
    .optional(),
  /** Predicted loss minus the mean predicted loss by benchmark row; null if the library ships no states. */
  benchmark: numbers.nullable(),
});

/** An added expert as it is stored. */
export const customExpertShape = z.object({
  key: text,
  /** When, in milliseconds since 1970. */
  added: amount,
  id: z.string().regex(IDENTIFIER, IDENTIFIER_RULE),
  label: text,
  origin: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("hub"), hub: text, model: text, revision: text }),
    z.object({ kind: z.literal("local"), name: text }),
  ]),
  files: z.record(text, z.object({ url: text, sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: amount })),
  model: text,
  data: z.array(text).max(100),
  dtype: z.enum(ALL_DTYPES),
  device: z.enum(["wasm", "webgpu"]),
  facts: z.object({
    architecture: text,
    layers: amount.nullable(),
    hidden: amount.nullable(),
    positions: amount,
    mask: text,
    unknown: text.nullable(),
    before: text.nullable(),
    after: text.nullable(),
    /** Only of a causal language model. */
    causal: z.object({ stops: z.array(z.int().min(0)).max(100), chat: z.boolean() }).optional(),
  }),
  /** Null while unknown. Earlier versions stored 0 for a file whose weights they could not count; that means unknown, too. */
  parameters: amount.nullable().transform((count) => (count !== null && count >= 1 ? count : null)),
  newestText: text.nullable(),
  license: text.nullable(),
  calibration: calibrationShape.nullable(),
  /** Whether its files are still missing: it came from a manifest by someone whose computer holds them. */
  missing: z.boolean().default(false),
});

export type Calibration = z.infer<typeof calibrationShape>;
export type CustomExpert = z.infer<typeof customExpertShape>;
