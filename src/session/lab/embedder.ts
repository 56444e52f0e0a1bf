import type { TextSource } from "../../workers/tableRouter/textModels.ts";

/** Something that turns texts into vectors, such as the shipped router or an encoder. */
export interface Embedder {
  /** Names the model with its version: vectors are kept under it. */
  model: string;
  /** What it computes, at the beginning of a sentence: “State of the shipped router”. */
  label: string;
  /** What a trained router keeps of it: plain data. */
  origin: Record<string, unknown>;
  /** @returns texts × columns */
  embed(texts: readonly string[], signal: AbortSignal): Promise<{ columns: number; data: Float32Array }>;
  /** Its files, for a router that leaves the page; null where its weights lie in several files. */
  source(signal: AbortSignal): Promise<Omit<TextSource, "feature"> | null>;
  close(): void;
}

/** @param onProgress bytes of a download */
export type OpenEmbedder = (
  signal: AbortSignal,
  onProgress: (loaded: number, total: number) => void,
) => Promise<Embedder>;
