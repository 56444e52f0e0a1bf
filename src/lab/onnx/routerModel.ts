/**
 * A trained router as an ONNX model: one prompt's features in, every model's score out. Hashing words and counting characters are left
 * to who runs it (route.py, route.mjs); scaling, weighting and heads are in the graph, and so is the language model whose state or
 * vector is a feature, where it is given.
 */
import { CHARACTER_COLUMNS, WORD_COLUMNS } from "../features/hashedTerms.ts";
import type { LearntScale, LearntWeights } from "../features/rows.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";
import { GraphBuilder } from "./builder.ts";
import { headNodes, type Row } from "./heads.ts";
import { OWN_VERSIONS, onnxModel } from "./model.ts";
import { readModel } from "./readModel.ts";
import { canJoin, join, joinedVersions, outputOf, type TextInputs, type TextModel, vectorNodes } from "./textModel.ts";

/** How a feature is read from a text's tokens. */
export interface TextInput {
  feature: string;
  /** The model's file if it could not be joined; else null. */
  apart: Uint8Array | null;
  /** Of the router's graph; of `apart` they are `input_ids` and so on. */
  inputs: TextInputs;
  /** What the model apart gives, and where the router's graph takes it. */
  output: { of: string; to: string } | null;
}

export interface RouterGraph {
  file: Uint8Array<ArrayBuffer>;
  texts: TextInput[];
}

/**
 * Inputs: `input_ids` and `attention_mask` of a language model that is in the graph, `<feature>_states` of one that is not,
 * `<feature>` [columns] in double, and of hashed terms `tfidf_columns` [n] and `tfidf_values` [n]; output: `scores` [models].
 * @param models of features; rows of other features are inputs
 */
export function routerModel(router: TrainedRouter, models: readonly TextModel[] = []): RouterGraph {
  const graph = new GraphBuilder();
  const rows = new Map<string, Row>();
  const texts: TextInput[] = [];
  let versions = OWN_VERSIONS;
  const rawOf = (feature: string, columns: number): string => {
    const model = models.find((one) => one.feature === feature);
    const read = model && readModel(model.model, "");
    const joins = read ? canJoin(read) : null;
    if (!model || !read || joins === null) return graph.input(feature, "double", [columns]);
    const own = texts.some(({ apart }) => apart === null) ? `${feature}_` : "";
    const inputs = { ids: `${own}input_ids`, mask: `${own}attention_mask` };
    if (joins) {
      graph.input(inputs.ids, "int64", ["windows", "tokens"]);
      graph.input(inputs.mask, "int64", ["windows", "tokens"]);
      texts.push({ feature, apart: null, inputs, output: null });
      versions = joinedVersions(versions, read.versions);
      return vectorNodes(graph, join(graph, model, inputs), model.vector);
    }
    const output = { of: outputOf(read.outputs, model.vector), to: `${feature}_states` };
    texts.push({ feature, apart: model.model, inputs: { ids: "input_ids", mask: "attention_mask" }, output });
    return vectorNodes(graph, graph.input(output.to, "float", ["windows", "tokens", columns]), model.vector);
  };
  const predicted = router.members.map(({ feature, prepared, learnt }) => {
    const row =
      rows.get(feature) ??
      (prepared.kind === "tfidf"
        ? terms(graph, prepared)
        : scaled(graph, rawOf(feature, prepared.mean.length), prepared));
    rows.set(feature, row);
    const count = graph.double(router.members.length);
    return graph.node("Div", [headNodes(graph, row, learnt), count]);
  });
  const mean = predicted.reduce((sum, one) => graph.node("Add", [sum, one]));
  const doc = `Scores of ${router.models.length} models, predicted for a prompt; see router.json.`;
  const file = onnxModel(graph.finish("router", doc, mean, router.models.length), "tryage-explorer", versions);
  return { file, texts };
}

/** @param raw name of the feature's numbers, [columns] in double */
function scaled(graph: GraphBuilder, raw: string, { mean, factor }: LearntScale): Row {
  const centred = graph.node("Sub", [raw, graph.doubles([mean.length], mean)]);
  const values = graph.node("Mul", [centred, graph.doubles([factor.length], factor)]);
  return { kind: "dense", values, columns: mean.length };
}

/** As weighter in features/tfidf.ts, rounded to single precision at the same places. */
function terms(graph: GraphBuilder, { columns, words, idf }: LearntWeights): Row {
  const hashed = graph.input("tfidf_columns", "int64", ["terms"]);
  const counts = graph.input("tfidf_values", "float", ["terms"]);
  const place = new Int32Array(WORD_COLUMNS + CHARACTER_COLUMNS).fill(-1);
  columns.forEach((column, k) => {
    place[column] = k;
  });
  const own = graph.cast(
    graph.node("Gather", [graph.tensor("int32", [place.length], place), hashed], { axis: 0 }),
    "int64",
  );
  const zero = graph.tensor("int64", [], BigInt64Array.of(0n));
  // Columns that the table does not have weigh nothing.
  const places = graph.node("Max", [own, zero]);
  const known = graph.cast(graph.node("GreaterOrEqual", [own, zero]), "float");
  const weights = graph.node("Gather", [graph.tensor("float", [idf.length], idf), places], { axis: 0 });
  const single = graph.node("Mul", [graph.node("Mul", [counts, weights]), known]);
  const value = graph.cast(single, "double");
  const limit = graph.tensor("int64", [], BigInt64Array.of(BigInt(words)));
  const isWord = graph.cast(graph.node("Less", [own, limit]), "double");
  const isPart = graph.node("Sub", [graph.double(1), isWord]);
  const factor = graph.node("Add", [blockFactor(graph, value, isWord), blockFactor(graph, value, isPart)]);
  const values = graph.cast(graph.cast(graph.node("Mul", [value, factor]), "float"), "double");
  return { kind: "sparse", places, values, columns: columns.length };
}

/** What brings a block of a row to the length 1/√2; 0 outside of the block. */
function blockFactor(graph: GraphBuilder, value: string, inBlock: string): string {
  const squares = graph.sum(graph.node("Mul", [graph.node("Mul", [value, value]), inBlock]), 0);
  const length = graph.node("Sqrt", [graph.node("Max", [squares, graph.double(1e-300)])]);
  return graph.node("Mul", [graph.node("Div", [graph.double(Math.SQRT1_2), length]), inBlock]);
}
