/**
 * The log of a co-training, `specialisation.json`: which expert the windows of each group of steps went to, by part. The manifest's
 * key `specialisation` names the file.
 */

import { ManifestError } from "../errors.ts";
import { parseShape } from "../manifest/manifest.ts";
import { z } from "../manifest/zod.ts";

const label = z.string().max(400);
const whole = z.int().min(0);
const share = z.number().min(0).max(1);

const frame = z.object({
  /** The last step of the group, counted from 1. */
  step: z.int().min(1),
  /** Tokens read until then. */
  tokens: whole,
  /** Windows of the group by expert and part, [experts][parts]. */
  windows: z.array(z.array(whole)),
  /** The share of the group's windows that each expert got, [experts]. */
  load: z.array(share),
  /** Of part and expert, in nats, over the last `informationSteps` steps. */
  mutualInformation: z.number().min(0),
  /** The same over the mean entropy of parts and experts: 1 when each determines the other. */
  normalisedMutualInformation: share,
  /** Entropy of the load over that of an even one, over the same steps: 1 is even, 0 is one expert for all. */
  loadEntropy: share,
});

const schema = z.object({
  formatVersion: z.literal(1),
  /** The expert that all experts of the run were copies of. */
  base: label,
  /** Tokens that the experts were trained on, all together. */
  tokens: whole,
  /** Until this step windows went by k-means cluster; from then on the router decided. 0 without such a start. */
  clusterSteps: whole,
  steps: z.int().min(1),
  /** Steps that mutual information and load entropy are over. */
  informationSteps: z.int().min(1),
  /** Labels name the parts that an expert mostly got in the last steps. */
  experts: z
    .array(z.object({ id: label, label }))
    .min(1)
    .max(100),
  parts: z
    .array(z.object({ id: label, label }))
    .min(1)
    .max(1_000),
  frames: z.array(frame).min(1).max(10_000),
});

export type Specialisation = z.infer<typeof schema>;

/** Checks a parsed `specialisation.json`. @param file its name in errors. Throws a ManifestError that says where the problem is. */
export function parseSpecialisation(json: unknown, file = "specialisation.json"): Specialisation {
  const log = parseShape(schema, json, file);
  const { experts, parts, frames, steps } = log;
  frames.forEach(({ windows, load, step }, i) => {
    const refuse = (key: string, problem: string) => {
      throw new ManifestError([{ place: `frames[${i}].${key}`, problem }], file);
    };
    if (windows.length !== experts.length) refuse("windows", "must have one row for each expert.");
    if (windows.some((row) => row.length !== parts.length)) refuse("windows", "must have one count for each part.");
    if (load.length !== experts.length) refuse("load", "must have one share for each expert.");
    if (step <= (frames[i - 1]?.step ?? 0) || step > steps)
      refuse("step", "must rise from frame to frame, up to steps.");
  });
  return log;
}
