import { memberships } from "../place.ts";
import type { NearestLists } from "./nearest.ts";

/** Points between two yields. */
const PORTION = 500;

/** The edges of UMAP's fuzzy graph, both directions of each, ordered by `head`; weights from 0 to 1. */
export interface FuzzyGraph {
  head: Int32Array;
  tail: Int32Array;
  weight: Float64Array;
}

/**
 * The union of all points' fuzzy neighbourhoods (McInnes et al. 2018, section 3.1): an edge that has weight p seen from one of its
 * points and q seen from the other has p + q − pq. Yields now and then.
 */
export function* fuzzyGraph(lists: NearestLists): Generator<void, FuzzyGraph> {
  const { count, k, indices } = lists;
  const own = new Float64Array(count * k);
  for (let i = 0; i < count; i++) {
    const distances = Array.from(lists.squared.subarray(i * k, (i + 1) * k), Math.sqrt);
    // A neighbourhood counts the point itself: log₂ of one more than its neighbours.
    own.set(memberships(distances, Math.log2(k + 1)), i * k);
    if (i % PORTION === 0) yield;
  }
  // Edges that only one of their points has are listed for the other one too.
  const extra: number[][] = Array.from({ length: count }, () => []);
  const back = Float64Array.from(indices, (j, at) => {
    const i = Math.floor(at / k);
    const mutual = indices.subarray(j * k, (j + 1) * k).indexOf(i);
    if (mutual < 0) extra[j]!.push(at);
    return mutual < 0 ? 0 : own[j * k + mutual]!;
  });
  const edges = extra.reduce((sum, { length }) => sum + length, count * k);
  const graph = { head: new Int32Array(edges), tail: new Int32Array(edges), weight: new Float64Array(edges) };
  let edge = 0;
  const put = (from: number, to: number, weight: number) => {
    graph.head[edge] = from;
    graph.tail[edge] = to;
    graph.weight[edge++] = weight;
  };
  for (let i = 0; i < count; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) put(i, indices[at]!, own[at]! + back[at]! - own[at]! * back[at]!);
    for (const at of extra[i]!) put(i, Math.floor(at / k), own[at]!);
  }
  return graph;
}
