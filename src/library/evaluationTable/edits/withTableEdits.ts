/** An imported table as the user has edited it: a library derived from the imported one, which stays as it is. */

import { type Matrix, matrix } from "../../../core/matrix.ts";
import { memoLru } from "../../../core/memoLru.ts";
import { readRowSet } from "../../../core/rowSet.ts";
import type { Library } from "../../load.ts";
import type { Change } from "./change.ts";
import { editedConstraints } from "./editedConstraints.ts";
import { EditedFigures } from "./editedFigures.ts";
import { isEdited, LEFT_OUT, type TableEdits } from "./tableEdits.ts";

/**
 * The table with the edits: hidden models have no columns, prompts that are left out have the kind `LEFT_OUT`, and everything
 * computed from figures follows from the changed ones. Rows keep their numbers. Returns the same object without edits, and for a
 * library with a router. If the edits hide every model, none is hidden.
 */
export function withTableEdits(library: Library, edits: TableEdits): Library {
  if (library.manifest.router !== undefined || !isEdited(edits)) return library;
  const figures = new EditedFigures(library);
  figures.make(changesIn(library, edits.remedies));
  figures.hide(edits.hidden);
  const { benchmark, manifest, expertIds } = library;
  if (edits.rows !== null) figures.leaveOut(readRowSet(edits.rows, benchmark.rows));
  const without = new Set(edits.datasets);
  if (without.size > 0) figures.leaveOut(Uint8Array.from(benchmark.domain, (id) => Number(without.has(id))));
  const shown = expertIds.flatMap((_, k) => (figures.hidden[k] === 1 ? [] : [k]));
  const kept = shown.length > 0 ? shown : [...expertIds.keys()];
  const narrowed = (table: Matrix): Matrix => columns(table, kept);
  const accuracies = narrowed(figures.scores);
  const kind = figures.leavesOut
    ? benchmark.kind.map((own, row) => (figures.leftOut[row] === 1 ? LEFT_OUT : own))
    : benchmark.kind;
  const calls = new Map(figures.calls.map(([id, table]) => [id, narrowed(table)]));
  const edited: Library = {
    ...library,
    expertIds: kept.map((k) => expertIds[k]!),
    manifest: {
      ...manifest,
      experts: kept.map((k) => manifest.experts[k]!),
      benchmark: { ...manifest.benchmark, kinds: kind === benchmark.kind ? manifest.benchmark.kinds : countsOf(kind) },
    },
    benchmark: {
      ...benchmark,
      kind,
      accuracies,
      losses: accuracies === benchmark.accuracies ? benchmark.losses : lossesOf(accuracies),
      predicted: unknown(benchmark.rows, kept.length),
      ...(calls.size > 0 ? { calls } : {}),
      ...(benchmark.routers ? { routers: amongShown(benchmark.routers, kept) } : {}),
    },
  };
  // Calls that nothing has changed keep their means.
  const changed = new Set(figures.calls.flatMap(([id, table]) => (table === benchmark.calls?.get(id) ? [] : [id])));
  return { ...edited, constraints: editedConstraints(library, edited, kept, edits, changed) };
}

/** The changes of the remedies in force. */
function changesIn({ manifest }: Library, remedies: readonly string[]): Change[] {
  const wanted = new Set(remedies);
  return (manifest.benchmark.findings ?? []).flatMap((finding) =>
    finding.remedies.flatMap(({ id, change }) => (wanted.has(id) ? [change] : [])),
  );
}

/** The choice of a hidden model is unknown; of two models, a number to route by needs both. */
function amongShown(routers: NonNullable<Library["benchmark"]["routers"]>, kept: readonly number[]) {
  const places = new Map(kept.map((k, i) => [k, i]));
  return new Map(
    [...routers].map(([id, decisions]) => [
      id,
      "choices" in decisions ? { choices: decisions.choices.map((choice) => places.get(choice) ?? -1) } : decisions,
    ]),
  );
}

/** The table of these columns; the same object with all of them. */
function columns(table: Matrix, kept: readonly number[]): Matrix {
  const { rows, columns: width, data } = table;
  if (kept.length === width) return table;
  const places = Uint32Array.from(kept);
  const narrow = new Float32Array(rows * places.length);
  let to = 0;
  const count = places.length;
  for (let start = 0; start < data.length; start += width) {
    for (let i = 0; i < count; i++) narrow[to++] = data[start + places[i]!]!;
  }
  return matrix(rows, places.length, narrow);
}

/** A loss is 1 − the score. */
function lossesOf({ rows, columns: width, data }: Matrix): Matrix {
  const losses = new Float32Array(data.length);
  for (let cell = 0; cell < data.length; cell++) losses[cell] = 1 - data[cell]!;
  return matrix(rows, width, losses);
}

/** Nothing is predicted in a table; the same object for tables of the same size. */
const unknown = memoLru(
  (rows: number, width: number): Matrix => matrix(rows, width, new Float32Array(rows * width).fill(Number.NaN)),
  2,
);

function countsOf(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
