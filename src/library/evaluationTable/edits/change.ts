/** A change of a table's figures that mends what a finding tells: stored with the table, applied when the user asks for it. */
import { IDENTIFIER } from "../../manifest/identifier.ts";
import { z } from "../../manifest/zod.ts";

const id = z.string().regex(IDENTIFIER);
const models = z.array(id).min(1).max(1_000);
/** See core/rowSet.ts. */
const rows = z.string().regex(/^[\w-]*$/);
const text = z.string().max(4_000);
const divisor = z.number().gt(0);

/** Models are named by id; rows are those of the whole table. */
const changeShape = z.discriminatedUnion("kind", [
  /** These scores are unknown: for instance the zeros of calls that failed. */
  z.object({ kind: z.literal("unknown-scores"), cells: z.array(z.object({ model: id, rows })).max(1_000) }),
  /** A cost of 0 means that it is unknown. */
  z.object({ kind: z.literal("unknown-free-calls"), models }),
  z.object({ kind: z.literal("divide-scores"), models, by: divisor }),
  z.object({ kind: z.literal("divide-costs"), models, by: divisor }),
  /** The first model takes over what the others know and it does not; the others are hidden. */
  z.object({ kind: z.literal("merge-models"), models }),
  z.object({ kind: z.literal("hide-models"), models }),
  /** Each row takes part in the mean of its first occurrence, `into`, in the order of the set, and is left out. */
  z.object({ kind: z.literal("average-rows"), rows, into: z.array(z.int().min(0)).max(200_000) }),
  z.object({ kind: z.literal("leave-out-rows"), rows }),
  /** A score is 1 from the threshold on, else 0. */
  z.object({ kind: z.literal("right-or-wrong"), threshold: z.number() }),
]);

export type Change = z.output<typeof changeShape>;

const remedyShape = z.object({ id, label: text, change: changeShape });

/** A way to mend what a finding tells; `label` is that of its button. */
export type Remedy = z.output<typeof remedyShape>;

/** Older tables have findings without remedies, as plain sentences. */
export const findingShape = z.union([
  text.transform((sentence): { id: string; text: string; remedies: Remedy[] } => ({
    id: "note",
    text: sentence,
    remedies: [],
  })),
  z.object({ id, text, remedies: z.array(remedyShape).max(20).default([]) }),
]);

/** A possible fault of a table: a sentence that says what was found and what it does to the results, and remedies. */
export type Finding = z.output<typeof findingShape>;
