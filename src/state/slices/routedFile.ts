import type { RoutedTexts } from "../../workers/inference/protocol.ts";

/** A file of prompts that is being routed, or was. What each prompt's expert is follows from λ: see analysis/routedFile.ts. */
export type RoutedFile = { name: string } & (
  | { status: "reading" }
  /** Prompts routed so far, and in all. */
  | { status: "routing"; done: number; total: number }
  | { status: "failed"; message: string }
  /** Milliseconds of routing all of them. */
  | { status: "routed"; prompts: readonly string[]; outputs: RoutedTexts; milliseconds: number }
);
