import { memoLru } from "../core/memoLru.ts";
import type { Library } from "../library/load.ts";
import type { Policy } from "../state/policy.ts";
import { readRowSet } from "../state/rowSet.ts";
import { ANY_KIND, type Selection } from "../state/selection.ts";
import { insidePolygon } from "../workers/map/polygon.ts";
import { primaryRows, regrets, routerChoices, rowsOfKind } from "./derive.ts";
import { rightExperts } from "./oracle.ts";

/** Results kept: panels that lag behind a slider ask for other ones, and the Domains panel leaves its own condition out. */
const RECENT = 4;

export function selectsAll(selection: Selection): boolean {
  return (
    selection.kind === null &&
    selection.domains.length === 0 &&
    !selection.lasso &&
    selection.picked === null &&
    selection.rightExperts === null &&
    !moves(selection)
  );
}

/** Whether the selected prompts change with λ. */
const moves = ({ expert, minRegret }: Selection): boolean => expert !== null || minRegret !== null;

/**
 * The selected prompts, in the order of the file, out of those of the selected kind.
 * The same array comes back as long as the same prompts are selected, so that nothing is computed anew from it.
 * @param choices expert that the router chooses, by benchmark row
 * @param lost regret of that choice, by benchmark row
 */
export function selectedRows(
  library: Library,
  selection: Selection,
  choices: Int32Array,
  lost: Float32Array,
): Int32Array {
  const fixed = fixedOf(library, selection);
  return moves(selection) ? movingRows(library, fixed, selection.expert, selection.minRegret, choices, lost) : fixed;
}

/** The same under a policy: choices and regrets are computed only if the selection asks for them. */
export function rowsUnder(library: Library, selection: Selection, { lambdas, bounds }: Policy): Int32Array {
  if (!moves(selection)) return fixedOf(library, selection);
  const choices = routerChoices(library, lambdas, bounds);
  return selectedRows(library, selection, choices, regrets(library, choices));
}

const fixedOf = (library: Library, { kind, domains, rightExperts: most, lasso, picked }: Selection): Int32Array =>
  fixedRows(library, kind, domains, most, lasso, picked);

/** Conditions that do not depend on λ. */
const fixedRows = memoLru(
  (
    library: Library,
    kind: Selection["kind"],
    domains: Selection["domains"],
    most: Selection["rightExperts"],
    lasso: Selection["lasso"],
    picked: Selection["picked"],
  ): Int32Array => {
    const all = kindRows(library, kind);
    if (domains.length === 0 && most === null && !lasso && picked === null) return all;
    const chosen = picked === null ? null : readRowSet(picked, library.benchmark.rows);
    const { domain, part, x, y } = library.benchmark;
    const wanted = new Set(domains);
    const right = rightExperts(library);
    return all.filter(
      (row) =>
        (wanted.size === 0 || wanted.has(domain[row]!) || wanted.has(part[row]!)) &&
        (most === null || (right[row]! > 0 && right[row]! <= most)) &&
        (!lasso || insidePolygon(lasso, x[row]!, y[row]!)) &&
        (!chosen || chosen[row] === 1),
    );
  },
  RECENT,
);

/** All prompts of the selected kind, in the order of the file. */
export const kindRows = memoLru((library: Library, kind: Selection["kind"]): Int32Array => {
  if (kind === ANY_KIND) return Int32Array.from({ length: library.benchmark.rows }, (_, row) => row);
  return kind === null ? primaryRows(library) : rowsOfKind(library, kind);
}, RECENT);

/** Conditions on the router's choices. */
const movingRows = memoLru(
  (
    library: Library,
    rows: Int32Array,
    expert: Selection["expert"],
    minRegret: Selection["minRegret"],
    choices: Int32Array,
    lost: Float32Array,
  ): Int32Array => {
    const wanted = expert === null ? null : library.expertIds.indexOf(expert);
    return asBefore(
      rows.filter(
        (row) =>
          (wanted === null || (wanted >= 0 && choices[row] === wanted)) &&
          (minRegret === null || lost[row]! >= minRegret),
      ),
    );
  },
  RECENT,
);

/** A small step of a slider often moves no prompt in or out; then the array of before serves on. */
const asBefore = (() => {
  const recent: Int32Array[] = [];
  return (rows: Int32Array): Int32Array => {
    const same = recent.find((old) => old.length === rows.length && old.every((row, i) => row === rows[i]));
    if (same) return same;
    recent.unshift(rows);
    recent.length = Math.min(recent.length, RECENT);
    return rows;
  };
})();

/** By benchmark row, 1 for a selected prompt; null when nothing is left out. */
export const selectionMask = memoLru((library: Library, rows: Int32Array): Uint8Array | null => {
  if (rows === primaryRows(library)) return null;
  const mask = new Uint8Array(library.benchmark.rows);
  for (const row of rows) mask[row] = 1;
  return mask;
});
