import { rowsAt } from "../features/rowsAt.ts";
import type { Candidate, Head, Predict, Training } from "./head.ts";
import { BLOCK, cosinesWith, Largest } from "./nearest.ts";

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
  learn: ({ rows, train, targets }, k) => ({
    kind: "knn",
    rows: rowsAt(rows, train),
    targets: targetsAt(targets, train),
    k,
  }),
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
    const count = train.length;
    for (let from = 0; from < which.length; from += BLOCK) {
      const block = Array.from({ length: Math.min(BLOCK, which.length - from) }, (_, q) => which[from + q]!);
      const near = cosines(rows, block);
      for (let q = 0; q < block.length; q++) {
        const places = largest.of(near.subarray(q * count, (q + 1) * count), most);
        sums.fill(0);
        let taken = 0;
        for (let k = 0; k < ks.length; k++) {
          const end = Math.min(ks[k]!, most);
          for (; taken < end; taken++) {
            const offset = train[places[taken]!]! * columns;
            for (let m = 0; m < columns; m++) sums[m]! += data[offset + m]!;
          }
          for (let m = 0; m < columns; m++) results[k]![(from + q) * columns + m] = sums[m]! / taken;
        }
      }
    }
    return results;
  };
}

function targetsAt({ columns, data }: Training["targets"], which: Int32Array): Training["targets"] {
  const own = new Float64Array(which.length * columns);
  which.forEach((row, i) => {
    own.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { rows: which.length, columns, data: own };
}
