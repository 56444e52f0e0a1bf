import { isMatrix, type Matrix, matrix } from "../../core/matrix.ts";
import { callPenalties } from "../../core/objective/callPenalties.ts";
import { scoreOrWorst } from "../../core/objective/objective.ts";
import type { FrontRequest, Tables } from "./protocol.ts";

/** C of the calls of a constraint; null for one that has no values by call. */
export const callScoresIn = ({ calls, callScores }: Tables, id: string): Matrix | null =>
  callScores?.[id] ?? calls?.[id] ?? null;

/** What the constraints beside the axis add to the oracle's losses: by expert, or by call where one of them has values by call. */
export function oracleOthers(tables: Tables, { others, byCall }: FrontRequest): Float64Array | Matrix {
  const constraints = (byCall?.lambdas ?? []).flatMap(({ id, lambda }) => {
    const scores = callScoresIn(tables, id);
    return scores ? [{ scores, lambda }] : [];
  });
  return byCall && constraints.length > 0 ? callPenalties(byCall.rest, constraints) : others;
}

/** The penalty together with λ times C of each expert. */
export function withExperts(
  penalty: Float64Array | Matrix,
  score: Float64Array,
  lambda: number,
): Float64Array | Matrix {
  const added = (nats: number, cell: number) => nats + lambda * scoreOrWorst(score[cell % score.length]!);
  if (!isMatrix(penalty)) return penalty.map(added);
  return matrix(penalty.rows, penalty.columns, Float64Array.from(penalty.data, added));
}
