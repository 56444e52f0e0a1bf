/** How many copies of a model are in memory while it starts: the file, the runtime's copy, and the one it computes with. */
const COPIES = 5;

export interface MemoryClass {
  /** Approximate bytes. */
  needs: number;
  /** What that means on the reader's machine. */
  fits: "any device" | "a computer" | "a computer with much memory";
}

/** The memory needed to open a model. @param bytes of its files */
export function memoryClass(bytes: number): MemoryClass {
  const needs = COPIES * bytes;
  const fits = needs <= 5e8 ? "any device" : needs <= 2e9 ? "a computer" : "a computer with much memory";
  return { needs, fits };
}
