/** Ten numbers of a text's surface: the least that a learned router must beat. */
import { surface } from "../takeaway/files/route_text.mjs";
import type { DenseRows } from "./rows.ts";

const SURFACE_COLUMNS = [
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

/** Of cleaned texts, see `surface`. */
export function surfaceRows(texts: readonly string[]): DenseRows {
  const columns = SURFACE_COLUMNS.length;
  const data = new Float64Array(texts.length * columns);
  texts.forEach((text, i) => {
    data.set(surface(text), i * columns);
  });
  return { kind: "dense", rows: texts.length, columns, data };
}
