/** The λ at which a benchmark prompt changes its expert, with every other λ at 0: they decide how a slider's track is divided. */

import { contentKey, identityKey } from "../../core/contentKey.ts";
import type { Curve } from "../../core/curves/curve.ts";
import { runSweep, type SweepRequest } from "../../core/curves/sweepRequest.ts";
import { Lru } from "../../core/lru.ts";
import { isMatrix, type Matrix } from "../../core/matrix.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Constraint, Library } from "../../library/load.ts";
import { slopesOf } from "../choices/decisionCosts.ts";

/** More than the constraints of any library that has sliders to look at. */
const KEPT = 32;

/**
 * By table of losses and not by library: a latency that is measured again makes another library, and changes one constraint of
 * several.
 */
const known = new WeakMap<Matrix, Lru<Float64Array>>();

/** All breakpoints of a constraint, ascending; all above 0. */
export function breakpoints(library: Library, constraint: Constraint): Float64Array {
  const request = breakpointRequest(library, constraint);
  return recall(library, request, () => runSweep(library.benchmark, request));
}

/** What a worker has to compute for `breakpoints`. For a table without a router, only the oracle's choices change with λ. */
export function breakpointRequest(library: Library, constraint: Constraint): SweepRequest {
  const routed = isRouted(library);
  return {
    decision: routed ? "predicted" : "losses",
    slopes: slopesOf(routed ? "router" : "oracle", library, constraint),
    base: new Float64Array(library.expertIds.length),
    x: constraint.raw,
    y: "losses",
    rows: null,
  };
}

/** Whether they are there, so that asking for them costs nothing. */
export function hasBreakpoints(library: Library, request: SweepRequest): boolean {
  return known.get(library.benchmark[request.decision])?.has(keyOf(request)) ?? false;
}

/** Keeps what a worker has computed. */
export function keepBreakpoints(library: Library, request: SweepRequest, curve: Curve): void {
  recall(library, request, () => curve);
}

function recall({ benchmark }: Library, request: SweepRequest, compute: () => Curve): Float64Array {
  const table = benchmark[request.decision];
  let cache = known.get(table);
  if (!cache) {
    cache = new Lru(KEPT);
    known.set(table, cache);
  }
  return cache.recall(keyOf(request), () => compute().lambda.slice(1));
}

const keyOf = ({ slopes }: SweepRequest): string => (isMatrix(slopes) ? identityKey(slopes) : contentKey(slopes));
