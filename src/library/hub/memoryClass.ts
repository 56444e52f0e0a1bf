/** A model's bytes are in memory so many times while it starts: as a file, as the runtime reads it, and as it computes with it. */
const COPIES = 5;

export interface MemoryClass {
  /** Bytes, roughly. */
  needs: number;
  /** What that means for the reader's machine. */
  fits: "any device" | "a computer" | "a computer with much memory";
}

/** What opening a model takes. @param bytes of its files */
export function memoryClass(bytes: number): MemoryClass {
  const needs = COPIES * bytes;
  const fits = needs <= 5e8 ? "any device" : needs <= 2e9 ? "a computer" : "a computer with much memory";
  return { needs, fits };
}
