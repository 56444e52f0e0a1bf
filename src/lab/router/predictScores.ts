/** Scores of texts by a trained router. */
import type { Matrix } from "../../core/matrix.ts";
import { scaled } from "../features/dense.ts";
import { hashedTerms } from "../features/hashedTerms.ts";
import type { DenseRows, LearntFeature, Preparation, Rows } from "../features/rows.ts";
import { surfaceRows } from "../features/surface.ts";
import { narrower, weighted } from "../features/tfidf.ts";
import { LabError } from "../fit/labTable.ts";
import { meanOf } from "../fit/predictHeldOut.ts";
import type { Predict } from "../heads/head.ts";
import { type Cleaner, cleanerWithout, NO_CLEANING } from "../text/clean.ts";
import { headPredictor } from "./headPredictor.ts";
import { mapCoordinates } from "./mapCoordinates.ts";
import type { TrainedRouter } from "./trainedRouter.ts";

/** Rows of features that a text alone does not give, such as a router's states, by feature; one row per text. */
export type GivenRows = Readonly<Record<string, DenseRows>>;

export interface Scored {
  /** Texts × models, rounded to 1e-9: in files, other runtimes add in another order, and ties must stay ties. */
  scores: Matrix;
  /** Texts × columns, as the router's own `coordinates`. */
  coordinates: { columns: number; data: Float32Array };
}

/** A router made ready to predict, which takes a moment with kNN on many prompts. */
export interface Predictor {
  /** What features are computed of: the text without the lines that are taken out of it. */
  clean(text: string): string;
  /** Features whose rows must be given. */
  needs: readonly string[];
  /** @param texts as they were typed. Throws a LabError without the rows that it needs */
  predict(texts: readonly string[], given?: GivenRows): Scored;
}

export function predictorOf(router: TrainedRouter): Predictor {
  const { clean } = cleanerOfRouter(router);
  const members = router.members.map(({ feature, prepared, learnt }) => ({
    feature,
    rowsOf: rowsOf(feature, prepared),
    prepare: preparation(prepared),
    predict: headPredictor(learnt),
  }));
  const needs = [...new Set(members.flatMap(({ feature, rowsOf: known }) => (known ? [] : [feature])))];
  return {
    clean,
    needs,
    predict: (texts, given = {}) => {
      const cleaned = texts.map(clean);
      const rows = new Map<string, Rows>();
      for (const { feature, rowsOf: own, prepare } of members) {
        if (rows.has(feature)) continue;
        const raw = own?.(cleaned) ?? (Object.hasOwn(given, feature) ? given[feature] : undefined);
        if (raw?.rows !== texts.length) throw new LabError(`The feature “${feature}” of these texts is not known.`);
        rows.set(feature, prepare(raw));
      }
      const places = texts.map((_, i) => i);
      const scores = meanOf(
        members.map(
          ({ feature, predict }): Matrix => asMatrix(predict, rows.get(feature)!, places, router.models.length),
        ),
      );
      for (let at = 0; at < scores.data.length; at++) scores.data[at] = rounded(scores.data[at]!);
      return { scores, coordinates: mapCoordinates([...rows.values()]) };
    },
  };
}

const ready = new WeakMap<TrainedRouter, Predictor>();

/** Scores of texts, texts × models. Throws a LabError if rows of a feature are needed and not given. */
export function predictScores(router: TrainedRouter, texts: readonly string[], given?: GivenRows): Matrix {
  const predictor = ready.get(router) ?? predictorOf(router);
  ready.set(router, predictor);
  return predictor.predict(texts, given).scores;
}

/** To nine decimals, halves upward. */
export const rounded = (score: number): number => Math.floor(score * 1e9 + 0.5) / 1e9;

const cleanerOfRouter = ({ cleaning }: TrainedRouter): Cleaner =>
  cleaning.clean ? cleanerWithout(new Set(cleaning.common)) : NO_CLEANING;

/** How rows are computed from texts; null where they must be given. */
function rowsOf(feature: string, prepared: LearntFeature): ((texts: readonly string[]) => Rows) | null {
  if (prepared.kind === "tfidf") {
    const narrow = narrower(prepared.columns);
    return (texts) => narrow(hashedTerms(texts));
  }
  return feature === "surface" ? surfaceRows : null;
}

const preparation = (prepared: LearntFeature): Preparation =>
  prepared.kind === "scale" ? scaled(prepared) : weighted(prepared.idf, prepared.words);

const asMatrix = (predict: Predict, rows: Rows, places: readonly number[], columns: number): Matrix => ({
  rows: places.length,
  columns,
  data: predict(rows, places),
});
