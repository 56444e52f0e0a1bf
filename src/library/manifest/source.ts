/** A model that a library refers to instead of shipping it: files of the Hub at a fixed commit. */
import { path, sha256 } from "./values.ts";
import { z } from "./zod.ts";

const id = z
  .string()
  .regex(/^(?!.*\.\.)[\w.-]{1,96}(?:\/[\w.-]{1,96})?$/, "must be a model's id at the Hub, such as “owner/name”");

export const source = z.object({
  id,
  /** A branch or tag could change under the library. */
  revision: z.string().regex(/^[0-9a-f]{40}$/, "must be a commit: 40 hexadecimal digits"),
  /** The ONNX file in the repository; the expert's `bytes` are its length. */
  file: path,
  sha256,
  /** Files with weights that the ONNX file refers to. */
  data: z
    .array(z.object({ file: path, sha256, bytes: z.int().min(1) }))
    .max(100)
    .optional(),
});
