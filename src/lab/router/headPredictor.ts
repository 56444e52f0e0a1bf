/** From what a head has learnt back to its predictions: exactly those of `Head.fit`. */
import { throughClusters } from "../heads/clusters.ts";
import type { Predict } from "../heads/head.ts";
import { knn } from "../heads/knn.ts";
import type { LearntHead } from "../heads/learnt.ts";
import { sigmoid } from "../heads/logistic.ts";
import { throughNetwork } from "../heads/mlp.ts";
import { linear } from "../heads/products.ts";

export function headPredictor(learnt: LearntHead): Predict {
  switch (learnt.kind) {
    case "linear":
      return (rows, which) => linear(rows, which, learnt.weights, learnt.intercept);
    case "logistic": {
      const { weights, intercept, low, range } = learnt;
      return (rows, which) => linear(rows, which, weights, intercept).map((odds) => low + range * sigmoid(odds));
    }
    case "knn": {
      const { rows, targets, k } = learnt;
      return knn.fit({ rows, train: Int32Array.from({ length: rows.rows }, (_, i) => i), targets, seed: 0 }, k);
    }
    case "clusters":
      return throughClusters(learnt);
    case "mlp":
      return (rows, which) => throughNetwork(learnt, rows, which);
  }
}
