import type { Unreadable } from "../../library/storage/unreadable.ts";

/** What was added and cannot be read any more. */
export interface UnreadableState {
  records: readonly Unreadable[];
  /** Why what was added cannot be looked at, or one of it not be removed. */
  problem: string | null;
}

export const NOTHING_UNREADABLE: UnreadableState = { records: [], problem: null };
