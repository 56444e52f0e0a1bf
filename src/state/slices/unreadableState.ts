import type { Unreadable } from "../../library/storage/unreadable.ts";

/** Added items that can't be read any more. */
export interface UnreadableState {
  records: readonly Unreadable[];
  /** Why the added items can't be listed, or one of them can't be removed. */
  problem: string | null;
}

export const NOTHING_UNREADABLE: UnreadableState = { records: [], problem: null };
