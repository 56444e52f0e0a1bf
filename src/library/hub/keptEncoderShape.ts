/** What is kept of an encoder; another version of the app may have written it. */
import { z } from "zod";

export const keptEncoderShape = z.object({
  name: z.string(),
  origin: z.string(),
  facts: z.object({
    pooling: z.enum(["mean", "cls", "max", "last"]),
    normalise: z.boolean(),
    maxTokens: z.number(),
    stated: z.boolean(),
  }),
  form: z.looseObject({ model: z.string(), data: z.array(z.string()), bytes: z.number() }),
  files: z.record(z.string(), z.string()).describe("SHA-256 by path"),
  smallBytes: z.number(),
});
