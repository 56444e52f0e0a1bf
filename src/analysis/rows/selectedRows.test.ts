import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { readRowSet, writeRowSet } from "../../core/rowSet.ts";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { NO_POLICY } from "../../state/policy.ts";
import { PROMPT_COLUMNS } from "../../state/view/promptOrder.ts";
import { ANY_KIND, EVERYTHING, type Selection } from "../../state/view/selection.ts";
import { insidePolygon } from "../../workers/map/polygon.ts";
import { regrets, routerChoices } from "../choices/choices.ts";
import { primaryRows } from "./benchmarkRows.ts";
import { orderedRows, promptFacts } from "./promptRows.ts";
import { rowsUnder, selectedRows, selectionMask, selectsAll } from "./selectedRows.ts";

let library: Library;
let selections: fc.Arbitrary<Selection>;

beforeAll(async () => {
  library = await shippedLibrary();
  const { domain, part, x, y } = library.benchmark;
  const corner = fc.nat(library.benchmark.rows - 1).map((row) => [x[row]!, y[row]!] as const);
  selections = fc.record({
    kind: fc.option(fc.constantFrom(...new Set(library.benchmark.kind), ANY_KIND, "unheard of")),
    domains: fc.uniqueArray(fc.constantFrom(...new Set([...domain, ...part])), { maxLength: 4 }),
    expert: fc.option(fc.constantFrom(...library.expertIds, "nobody")),
    minRegret: fc.option(fc.double({ min: 0.01, max: 0.5, noNaN: true })),
    rightExperts: fc.option(fc.integer({ min: 1, max: 5 })),
    lasso: fc.option(fc.array(corner, { minLength: 3, maxLength: 12 })),
    picked: fc.option(
      fc.uniqueArray(fc.nat(library.benchmark.rows - 1), { minLength: 200, maxLength: 900 }).map(writeRowSet),
      { freq: 2 },
    ),
  });
});

const lambda = fc.double({ min: 0, max: 2, noNaN: true });

/** Every condition from first principles, prompt by prompt. */
function bruteForce(selection: Selection, lambdas: Record<string, number>): number[] {
  const { benchmark, expertIds, constraints } = library;
  const { kind, domains, expert, minRegret, rightExperts, lasso, picked } = selection;
  const mask = picked === null ? null : readRowSet(picked, benchmark.rows);
  const rows: number[] = [];
  for (let row = 0; row < benchmark.rows; row++) {
    if (kind !== ANY_KIND && benchmark.kind[row] !== (kind ?? "window")) continue;
    if (mask?.[row] === 0) continue;
    if (domains.length > 0 && !domains.some((id) => id === benchmark.domain[row] || id === benchmark.part[row]))
      continue;
    const at = (table: typeof benchmark.losses, i: number) => table.data[row * expertIds.length + i]!;
    const cost = expertIds.map((_, i) =>
      constraints.reduce(
        (sum, { id, score }) => {
          return sum + (lambdas[id] ?? 0) * (Number.isNaN(score[i]!) ? 1 : score[i]!);
        },
        at(benchmark.predicted, i),
      ),
    );
    const choice = cost.indexOf(Math.min(...cost));
    const losses = expertIds.map((_, i) => at(benchmark.losses, i));
    const least = Math.min(...losses);
    if (expert !== null && expertIds[choice] !== expert) continue;
    if (minRegret !== null && Math.fround(losses[choice]! - least) < minRegret) continue;
    if (rightExperts !== null && losses.filter((loss) => loss <= least + 0.05).length > rightExperts) continue;
    if (lasso && !insidePolygon(lasso, benchmark.x[row]!, benchmark.y[row]!)) continue;
    rows.push(row);
  }
  return rows;
}

test("the selected prompts match a brute-force search at any λ", () => {
  fc.assert(
    fc.property(selections, lambda, (selection, size) => {
      const rows = rowsUnder(library, selection, { lambdas: { size }, bounds: [] });
      expect([...rows]).toEqual(bruteForce(selection, { size }));
    }),
    { numRuns: 300 },
  );
});

test("a selection without conditions on the choices stays the same array while λ moves", () => {
  fc.assert(
    fc.property(selections, lambda, lambda, (drawn, one, other) => {
      const selection = { ...drawn, expert: null, minRegret: null };
      const under = (size: number) => rowsUnder(library, { ...selection }, { lambdas: { size }, bounds: [] });
      expect(under(one)).toBe(under(other));
    }),
  );
});

test("a step of λ that does not change the set of prompts keeps the array", () => {
  const selection = { ...EVERYTHING, expert: library.expertIds[0]! };
  const lost = (choices: Int32Array) => selectedRows(library, selection, choices, regrets(library, choices));
  const choices = routerChoices(library, { lambdas: { size: 0.3 }, bounds: [] });
  expect(lost(choices.slice())).toBe(lost(choices));
});

test("no condition selects all windows, without a mask", () => {
  const rows = rowsUnder(library, EVERYTHING, { lambdas: {}, bounds: [] });
  expect(selectsAll(EVERYTHING)).toBe(true);
  expect(rows).toBe(primaryRows(library));
  expect(selectionMask(library, rows)).toBeNull();
  const few = rowsUnder(library, { ...EVERYTHING, rightExperts: 1 }, { lambdas: {}, bounds: [] });
  expect(selectionMask(library, few)!.reduce((sum, one) => sum + one, 0)).toBe(few.length);
});

test("sorting keeps the set of rows and orders them", () => {
  const choices = routerChoices(library, NO_POLICY);
  const lost = regrets(library, choices);
  const rows = primaryRows(library);
  const facts = (row: number) => promptFacts(library, choices, lost, row);
  for (const by of PROMPT_COLUMNS) {
    const up = orderedRows(library, rows, { by, descending: false }, choices, lost);
    const down = orderedRows(library, rows, { by, descending: true }, choices, lost);
    expect([...up].sort((a, b) => a - b)).toEqual([...rows]);
    if (by === "expert" || by === "bestExpert") continue;
    const isKnown = (row: number) => facts(row)[by] !== "" && !Number.isNaN(facts(row)[by]);
    const known = rows.filter(isKnown).length;
    for (const [ordered, sign] of [
      [up, 1],
      [down, -1],
    ] as const) {
      // Unknown values, such as the keywords of a window without words, come last in both directions.
      expect([...ordered].slice(known).some(isKnown)).toBe(false);
      for (let k = 1; k < known; k++) {
        const [before, after] = [facts(ordered[k - 1]!)[by], facts(ordered[k]!)[by]];
        expect(sign > 0 ? after >= before : after <= before).toBe(true);
      }
    }
  }
});
