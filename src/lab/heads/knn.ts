import type { Candidate, Head, Predict, Training } from "./head.ts";
import { cosinesWith, Largest } from "./nearest.ts";

const NEIGHBOURS = [5, 10, 20, 50, 100, 200, 400];

/** Mean of the k nearest training prompts by cosine. */
export const knn: Head = {
  id: "knn",
  label: "kNN",
  settingName: "k",
  usual: 200,
  *candidates(training, held): Iterable<Candidate> {
    const predicted = meansOf(training, NEIGHBOURS)(training.rows, held);
    for (const [i, setting] of NEIGHBOURS.entries()) yield { setting, predicted: predicted[i]! };
  },
  fit: (training, k): Predict => {
    const means = meansOf(training, [k]);
    return (rows, which) => means(rows, which)[0]!;
  },
};

/** For each k (ascending) the means over the k nearest, or over all training prompts if there are fewer. */
function meansOf({ rows: known, train, targets }: Training, ks: readonly number[]) {
  const { columns, data } = targets;
  const cosines = cosinesWith(known, train);
  const largest = new Largest();
  const most = Math.min(ks.at(-1)!, train.length);
  return (rows: Training["rows"], which: ArrayLike<number>): Float64Array[] => {
    const results = ks.map(() => new Float64Array(which.length * columns));
    const sums = new Float64Array(columns);
    for (let i = 0; i < which.length; i++) {
      const near = largest.of(cosines(rows, which[i]!), most);
      sums.fill(0);
      let taken = 0;
      for (let k = 0; k < ks.length; k++) {
        const end = Math.min(ks[k]!, most);
        for (; taken < end; taken++) {
          const offset = train[near[taken]!]! * columns;
          for (let m = 0; m < columns; m++) sums[m]! += data[offset + m]!;
        }
        for (let m = 0; m < columns; m++) results[k]![i * columns + m] = sums[m]! / taken;
      }
    }
    return results;
  };
}
