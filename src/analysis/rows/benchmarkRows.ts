import type { Library } from "../../library/load.ts";
import { remembered, rememberedOnce } from "../analysis.ts";

/** The kind of prompts with the headline figures: windows of 64 tokens and more. */
export const HEADLINE_KIND = "window";

/** Benchmark rows of one kind, in file order. */
export const rowsOfKind = remembered({
  keep: 4,
  key: (kind: string) => kind,
  compute({ benchmark }, kind): Int32Array {
    const rows: number[] = [];
    benchmark.kind.forEach((other, i) => {
      if (other === kind) rows.push(i);
    });
    return Int32Array.from(rows);
  },
});

/** Benchmark rows with the headline figures. */
export const primaryRows = (library: Library): Int32Array => rowsOfKind(library, HEADLINE_KIND);

/** Every row. */
export const allRows = rememberedOnce(({ benchmark }) => Int32Array.from({ length: benchmark.rows }, (_, row) => row));

/** The kinds of prompts in the benchmark with their counts, headline kind first. */
export const promptKinds = rememberedOnce(({ benchmark }): { id: string; prompts: number }[] => {
  const counts = new Map<string, number>();
  for (const kind of benchmark.kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([id, prompts]) => ({ id, prompts }));
  return kinds.sort((a, b) => Number(b.id === HEADLINE_KIND) - Number(a.id === HEADLINE_KIND));
});
