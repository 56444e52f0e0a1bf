/** What router and oracle decide by: losses, and what calls cost as each of them knows it. */
import { isMatrix, type Matrix, matrix } from "../../core/matrix.ts";
import { callPenalties } from "../../core/objective/callPenalties.ts";
import { route, routeCalls, scoreOrWorst } from "../../core/objective/objective.ts";
import type { FrontRequest, Tables } from "./protocol.ts";

export interface Deciding {
  /** The losses, true or predicted. */
  losses: Matrix;
  /** C of the axis: by call, or by expert. */
  slopes: Matrix | Float64Array;
  /** Penalty of the other constraints, in one of the same forms. */
  others: Matrix | Float64Array;
}

export function deciding(tables: Tables, request: FrontRequest, of: "router" | "oracle"): Deciding {
  const losses = of === "router" ? tables.predicted : tables.losses;
  const scoresOf = (id: string): Matrix | null =>
    (of === "router" ? tables.expectedScores?.[id] : (tables.callScores?.[id] ?? tables.calls?.[id])) ?? null;
  const constraints = (request.byCall?.lambdas ?? []).flatMap(({ id, lambda }) => {
    const scores = scoresOf(id);
    return scores ? [{ scores, lambda }] : [];
  });
  const others =
    request.byCall && constraints.length > 0 ? callPenalties(request.byCall.rest, constraints) : request.others;
  return { losses, slopes: scoresOf(request.axis) ?? request.score, others };
}

/** The choices at one λ of the axis. Where the axis is charged by the call, the cheapest of equals. */
export function choicesAt({ losses, slopes, others }: Deciding, lambda: number, rows: ArrayLike<number>): Int32Array {
  return isMatrix(slopes)
    ? routeCalls(losses, slopes, lambda, others, rows)
    : route(losses, withExperts(others, slopes, lambda), rows);
}

/** Penalty of all constraints at this λ; NaN for a call whose cost is not known. */
export function penaltyAt({ slopes, others }: Deciding, lambda: number): Matrix | Float64Array {
  if (!isMatrix(slopes)) return withExperts(others, slopes, lambda);
  const nats = isMatrix(others) ? others.data : null;
  const sum = Float64Array.from(slopes.data, (score, cell) => {
    const base = nats ? nats[cell]! : (others as Float64Array)[cell % slopes.columns]!;
    return base + (lambda === 0 ? 0 : lambda * score);
  });
  return matrix(slopes.rows, slopes.columns, sum);
}

/** The penalty together with λ times C of each expert. */
function withExperts(penalty: Matrix | Float64Array, score: Float64Array, lambda: number): Matrix | Float64Array {
  const added = (nats: number, cell: number) => nats + lambda * scoreOrWorst(score[cell % score.length]!);
  if (!isMatrix(penalty)) return penalty.map(added);
  return matrix(penalty.rows, penalty.columns, Float64Array.from(penalty.data, added));
}
