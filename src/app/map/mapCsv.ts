import { regrets, routerChoices } from "../../analysis/choices/choices.ts";
import { layoutOf } from "../../analysis/mapLayouts.ts";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { rowsUnder } from "../../analysis/rows/selectedRows.ts";
import type { Library } from "../../library/load.ts";
import type { State } from "../../state/store.ts";
import type { Space } from "../../workers/map/layout.ts";
import { single, toCsv } from "../export/csv.ts";
import { expertOfColor } from "./legend/mapColors.ts";

/** The selected points of a map: their position and colour values; losses in nats per token. */
export function mapCsv(library: Library, state: State, space: Space): string {
  const { ids, kind, domain, part, predicted } = library.benchmark;
  const at = layoutOf(library, state.maps, space);
  const policy = policyOf(state);
  const choices = routerChoices(library, policy);
  const regretByRow = regrets(library, choices);
  const expert = expertOfColor(library, state.map.lossOf);
  const figures = ["chosen expert", "regret", `predicted loss of ${library.expertIds[expert]}`];
  return toCsv(
    ["id", "kind", "domain", "part", "x", "y", ...figures],
    Array.from(rowsUnder(library, state.selection, policy), (row) => [
      ids[row]!,
      kind[row]!,
      domain[row]!,
      part[row]!,
      single(at?.x[row] ?? Number.NaN),
      single(at?.y[row] ?? Number.NaN),
      library.expertIds[choices[row]!] ?? "",
      single(regretByRow[row]!),
      single(predicted.data[row * predicted.columns + expert]!),
    ]),
  );
}
