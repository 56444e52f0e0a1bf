import type { DomainTable } from "../../analysis/domainTable.ts";
import type { Library } from "../../library/load.ts";
import { toCsv } from "../export/csv.ts";
import type { CellKind } from "./heatCell.ts";

/**
 * The heat map's data: one line per domain or part, one column per expert; losses in nats per token, accuracies and shares from 0
 * to 1.
 */
export function heatCsv({ expertIds }: Library, { rows, values }: DomainTable, kind: CellKind): string {
  return toCsv(
    ["domain", "row", "prompts", ...expertIds.map((id) => `${kind} ${id}`)],
    rows.map(({ id, domain, prompts }, at) => [
      domain,
      id,
      prompts,
      ...values.subarray(at * expertIds.length, (at + 1) * expertIds.length),
    ]),
  );
}
