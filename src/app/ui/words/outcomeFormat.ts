import { score4 } from "../../../analysis/table/figureFormats.ts";
import type { Manifest } from "../../../library/manifest/manifest.ts";
import type { Outcome } from "../../../state/store.ts";
import { formatNats, formatPercent } from "./format.ts";

/** How a library's outcomes are written: scores of a table with four digits, as in its report. */
export function outcomeFormat({ router }: Pick<Manifest, "router">, outcome: Outcome): (value: number) => string {
  if (!router) return score4;
  return outcome === "loss" ? formatNats : formatPercent;
}
