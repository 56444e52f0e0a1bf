/** Ten numbers of a text's surface: the least that a learned router must beat. */
import type { DenseRows } from "./rows.ts";

export const SURFACE_COLUMNS = [
  "log length",
  "log words",
  "log line ends",
  "log digits",
  "log numbers",
  "share of capitals",
  "share of non-ASCII",
  "share of code marks",
  "log question marks",
  "letters per word",
] as const;

/** Of cleaned texts. Lengths are in code points; words are split at white space; shares are of length + 1. */
export function surfaceRows(texts: readonly string[]): DenseRows {
  const columns = SURFACE_COLUMNS.length;
  const data = new Float64Array(texts.length * columns);
  texts.forEach((text, i) => {
    data.set(surfaceOf(text), i * columns);
  });
  return { kind: "dense", rows: texts.length, columns, data };
}

function surfaceOf(text: string): number[] {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const length = Array.from(text).length;
  const words = count(/\S+/gu);
  return [
    Math.log1p(length),
    Math.log1p(words),
    Math.log1p(count(/\n/g)),
    Math.log1p(count(/\p{Nd}/gu)),
    Math.log1p(count(/\p{Nd}+/gu)),
    count(/[A-Z]/g) / (length + 1),
    count(/[^\0-\x7f]/gu) / (length + 1),
    count(/[(){}[\];=<>_]/g) / (length + 1),
    Math.log1p(count(/\?/g)),
    length / (words + 1),
  ];
}
