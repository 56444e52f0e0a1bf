/** Has a worker compute what the panels draw first, so that drawing it takes the page no time. */
import type { Curve } from "../core/curves/curve.ts";
import type { SweepRequest } from "../core/curves/sweepRequest.ts";
import { nextTask } from "../core/nextTask.ts";
import type { Library } from "../library/load.ts";
import { libraryOf } from "../state/derived.ts";
import type { Policy } from "../state/policy.ts";
import type { State } from "../state/store.ts";
import type { StatisticsClient } from "../workers/statistics/client.ts";
import { frontAxis } from "./front/comparisonRequest.ts";
import { frontCurve, frontSweep } from "./front/front.ts";
import { breakpointRequest, hasBreakpoints, keepBreakpoints } from "./policy/breakpoints.ts";
import { policyOf } from "./policy/policyOf.ts";
import { countedRows } from "./rows/countedRows.ts";
import { rowsUnder } from "./rows/selectedRows.ts";
import { tablesOf } from "./statisticsTables.ts";

/** A curve that is not there yet, and where it goes. */
interface Piece {
  request: SweepRequest;
  keep(curve: Curve): void;
}

/**
 * Fills the caches of the library that the state shows: the sliders' scales, then the front's two curves, and, a piece at a time in this
 * thread, the figures beside them. What is computed for a state
 * that is shown no more does no harm: results belong to a library and to everything else that they depend on. Where the worker fails,
 * the page computes what it needs itself, so this does not reject.
 */
export async function computeAhead(state: State, client: Pick<StatisticsClient, "sweeps">): Promise<void> {
  const library = libraryOf(state);
  if (!library) return;
  try {
    await compute(library, scalePieces(library), client);
    // Where the sliders stand follows from their scales.
    const policy = policyOf(state);
    const { figuresAhead } = await import("./front/figuresAhead.ts");
    await compute(library, frontPieces(library, state, policy), client);
    // The prompts that count, which a table without an axis needs too.
    const rows = countedRows(library, rowsUnder(library, state.selection, policy));
    await nextTask();
    const axis = frontAxis(library, state.axis)?.id;
    if (axis === undefined) return;
    for (const piece of figuresAhead(library, axis, state.outcome, policy, rows)) {
      piece();
      await nextTask();
    }
  } catch {
    // The panels find no result, and compute it.
  }
}

async function compute(library: Library, pieces: Piece[], client: Pick<StatisticsClient, "sweeps">): Promise<void> {
  if (pieces.length === 0) return;
  const curves = await client.sweeps(
    tablesOf(library),
    pieces.map(({ request }) => request),
  );
  pieces.forEach(({ keep }, i) => {
    keep(curves[i]!);
  });
}

const scalePieces = (library: Library): Piece[] =>
  library.constraints
    .map((constraint) => breakpointRequest(library, constraint))
    .filter((request) => !hasBreakpoints(library, request))
    .map((request) => ({ request, keep: (curve) => keepBreakpoints(library, request, curve) }));

function frontPieces(library: Library, { axis: wanted, outcome, selection }: State, policy: Policy): Piece[] {
  const axis = frontAxis(library, wanted)?.id;
  if (axis === undefined) return [];
  const rows = rowsUnder(library, selection, policy);
  return (["router", "oracle"] as const)
    .filter((of) => !frontCurve.has(library, of, axis, outcome, policy, rows))
    .map((of) => ({
      request: frontSweep(library, of, axis, outcome, policy, rows),
      keep: (curve) => frontCurve.keep(curve, library, of, axis, outcome, policy, rows),
    }));
}
