/** Heads as ONNX operators, in double precision: the sums are those of src/lab/heads, in another order. */
import { upTo } from "../../core/matrix.ts";
import type { SparseRows } from "../features/rows.ts";
import type { LearntHead, LearntNeighbours } from "../heads/learnt.ts";
import { lengthsInverse } from "../heads/products.ts";
import type { GraphBuilder } from "./builder.ts";

/** One prompt's prepared feature. */
export type Row =
  | { kind: "dense" /** [columns] */; values: string; columns: number }
  | {
      kind: "sparse" /** [n] columns, some perhaps repeated with value 0, and [n] values */;
      places: string;
      values: string;
      columns: number;
    };

/** @returns the name of the predicted scores, [outputs] */
export function headNodes(graph: GraphBuilder, row: Row, learnt: LearntHead): string {
  switch (learnt.kind) {
    case "linear":
      return linear(graph, row, learnt);
    case "logistic": {
      const chance = graph.node("Sigmoid", [linear(graph, row, learnt)]);
      return graph.node("Add", [graph.double(learnt.low), graph.node("Mul", [graph.double(learnt.range), chance])]);
    }
    case "clusters": {
      const { points, means, count } = learnt;
      const lengths = new Float64Array(count);
      points.forEach((value, at) => {
        lengths[at % count]! += value ** 2;
      });
      const products = times(graph, row, points, count);
      const distances = graph.node("Sub", [
        graph.doubles([count], lengths),
        graph.node("Mul", [graph.double(2), products]),
      ]);
      const nearest = graph.node("ArgMin", [distances], { axis: 0, keepdims: 0 });
      return graph.node("Gather", [graph.doubles([count, means.length / count], means), nearest], { axis: 0 });
    }
    case "mlp": {
      const { first, second, means, hidden } = learnt;
      const inputs = first.length / hidden - 1;
      const before = times(graph, row, first.subarray(0, inputs * hidden), hidden);
      const after = graph.node("Relu", [
        graph.node("Add", [before, graph.doubles([hidden], first.subarray(inputs * hidden))]),
      ]);
      const outputs = means.length;
      const top = { kind: "dense", values: after, columns: hidden } as const;
      const result = times(graph, top, second.subarray(0, hidden * outputs), outputs);
      const biases = second.subarray(hidden * outputs).map((value, m) => value + means[m]!);
      return graph.node("Add", [result, graph.doubles([outputs], biases)]);
    }
    case "knn":
      return neighbours(graph, row, learnt);
  }
}

function linear(
  graph: GraphBuilder,
  row: Row,
  { weights, intercept }: { weights: Float64Array; intercept: Float64Array },
): string {
  return graph.node("Add", [
    times(graph, row, weights, intercept.length),
    graph.doubles([intercept.length], intercept),
  ]);
}

/** x · W. @param weights columns × outputs */
function times(graph: GraphBuilder, row: Row, weights: Float64Array, outputs: number): string {
  const matrix = graph.doubles([row.columns, outputs], weights);
  if (row.kind === "dense") return graph.node("MatMul", [row.values, matrix]);
  const own = graph.node("Gather", [matrix, row.places], { axis: 0 });
  const weighed = graph.node("Mul", [own, graph.node("Unsqueeze", [row.values, graph.whole(1)])]);
  return graph.sum(weighed, 0);
}

/** Cosines are compared to 2⁻⁴⁰, so that equal prompts stay equal whatever the order of a sum; of equals the first ones are taken. */
const STEPS = 2 ** 40;

function neighbours(graph: GraphBuilder, row: Row, { rows, targets, k }: LearntNeighbours): string {
  const squares = graph.sum(graph.node("Mul", [row.values, row.values]), 0);
  // A prompt without features has no direction: all cosines are 0.
  const length = graph.node("Sqrt", [graph.node("Max", [squares, graph.double(1e-300)])]);
  const unit = graph.node("Div", [row.values, length]);
  const cosines =
    rows.kind === "dense"
      ? graph.node("MatMul", [graph.doubles([rows.rows, rows.columns], unitRows(rows.data, rows.columns)), unit])
      : sparseCosines(graph, { ...(row as Extract<Row, { kind: "sparse" }>), values: unit }, rows);
  const steps = graph.node("Round", [graph.node("Mul", [cosines, graph.double(STEPS)])]);
  const taken = Math.min(k, rows.rows);
  const nearest = graph.second("TopK", [steps, graph.whole(taken)], { axis: 0, largest: 1, sorted: 1 });
  const found = graph.node("Gather", [graph.doubles([rows.rows, targets.columns], targets.data), nearest], { axis: 0 });
  return graph.node("Div", [graph.sum(found, 0), graph.double(taken)]);
}

function unitRows(data: Float64Array, columns: number): Float64Array {
  const rows = data.length / columns;
  const scale = lengthsInverse({ kind: "dense", rows, columns, data }, upTo(rows));
  return data.map((value, at) => value * scale[Math.floor(at / columns)]!);
}

/** The prompt is spread over all columns, picked up at each entry of the training rows, and summed by row. */
function sparseCosines(graph: GraphBuilder, row: Extract<Row, { kind: "sparse" }>, known: SparseRows): string {
  const scale = lengthsInverse(known, upTo(known.rows));
  const owner = new Int32Array(known.indices.length);
  for (let i = 0; i < known.rows; i++) owner.fill(i, known.starts[i]!, known.starts[i + 1]!);
  // As in nearest.ts, weights are rounded to single precision.
  const weights = known.values.map((value, e) => value * scale[owner[e]!]!);
  const nothing = (size: number) => graph.doubles([size], new Float64Array(size));
  const add = { axis: 0, reduction: "add" };
  const spread = graph.node("ScatterElements", [nothing(known.columns), row.places, row.values], add);
  const picked = graph.node(
    "Gather",
    [spread, graph.tensor("int32", [known.indices.length], Int32Array.from(known.indices))],
    { axis: 0 },
  );
  const products = graph.node("Mul", [picked, graph.cast(graph.tensor("float", [weights.length], weights), "double")]);
  return graph.node(
    "ScatterElements",
    [nothing(known.rows), graph.tensor("int32", [owner.length], owner), products],
    add,
  );
}
