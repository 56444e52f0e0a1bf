import { contentKey } from "../../core/contentKey.ts";
import { readRowSet } from "../../core/rowSet.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import { ANY_KIND, type Selection } from "../../state/view/selection.ts";
import { insidePolygon } from "../../workers/map/polygon.ts";
import { remembered } from "../analysis.ts";
import { regrets, routerChoices } from "../choices/choices.ts";
import { allRows, primaryRows, rowsOfKind } from "./benchmarkRows.ts";
import { rightExperts } from "./oracle.ts";

/**
 * Number of selections on the page at the same time: panels that lag behind a slider request others, and the Domains panel ignores
 * its own condition.
 */
const RECENT = 8;

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
 * The selected prompts of the selected kind, in file order: the same array as long as they are the same.
 * @param choices the router's chosen expert, by benchmark row
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

/** The same under a policy: choices and regrets are computed only if the selection needs them. */
export function rowsUnder(library: Library, selection: Selection, policy: Policy): Int32Array {
  if (!moves(selection)) return fixedOf(library, selection);
  const choices = routerChoices(library, policy);
  return selectedRows(library, selection, choices, regrets(library, choices));
}

const fixedOf = (library: Library, { kind, domains, rightExperts, lasso, picked }: Selection): Int32Array =>
  fixedRows(library, { kind, domains, rightExperts, lasso, picked });

/** Conditions that do not depend on λ. */
const fixedRows = remembered({
  keep: RECENT,
  key: (conditions: Omit<Selection, "expert" | "minRegret">) => JSON.stringify(conditions),
  compute(library, { kind, domains, rightExperts: most, lasso, picked }): Int32Array {
    const all = kindRows(library, kind);
    if (domains.length === 0 && most === null && !lasso && picked === null) return all;
    const chosen = picked === null ? null : readRowSet(picked, library.benchmark.rows);
    const { domain, part, x, y } = library.benchmark;
    const wanted = new Set(domains);
    const right = rightExperts(library);
    return all.filter(
      (row) =>
        (wanted.size === 0 || wanted.has(domain[row]!) || wanted.has(part[row]!)) &&
        (most === null || (most === 0 ? right[row] === 0 : right[row]! > 0 && right[row]! <= most)) &&
        (!lasso || insidePolygon(lasso, x[row]!, y[row]!)) &&
        (!chosen || chosen[row] === 1),
    );
  },
});

/** All prompts of the selected kind, in file order. */
export function kindRows(library: Library, kind: Selection["kind"]): Int32Array {
  if (kind === ANY_KIND) return allRows(library);
  return kind === null ? primaryRows(library) : rowsOfKind(library, kind);
}

/** Conditions on the router's choices. */
function movingRows(
  library: Library,
  rows: Int32Array,
  expert: Selection["expert"],
  minRegret: Selection["minRegret"],
  choices: Int32Array,
  lost: Float32Array,
): Int32Array {
  const wanted = expert === null ? null : library.expertIds.indexOf(expert);
  return known(
    library,
    rows.filter(
      (row) =>
        (wanted === null || (wanted >= 0 && choices[row] === wanted)) &&
        (minRegret === null || lost[row]! >= minRegret),
    ),
  );
}

/** A small step of a slider often does not change the set of prompts: then the old array is kept, so that nothing re-renders. */
const known = remembered({ keep: RECENT, key: contentKey, compute: (_, rows: Int32Array) => rows });

/** By benchmark row, 1 for a selected prompt; null when nothing is left out. */
export const selectionMask = remembered({
  keep: 4,
  key: contentKey,
  compute(library, rows: Int32Array): Uint8Array | null {
    if (rows === primaryRows(library)) return null;
    const mask = new Uint8Array(library.benchmark.rows);
    for (const row of rows) mask[row] = 1;
    return mask;
  },
});
