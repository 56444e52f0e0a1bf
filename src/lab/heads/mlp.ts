/** A network with one layer of 64 rectified units, trained by Adam on the squared error of all outputs. Dense features only. */
import { mulberry32 } from "../../core/stats/random.ts";
import type { DenseRows, Rows } from "../features/rows.ts";
import { targetMeans } from "./differences.ts";
import type { Candidate, Head, Predict, Training } from "./head.ts";
import type { LearntNetwork } from "./learnt.ts";

const HIDDEN = 64;
const BATCH = 64;
const RATE = 1e-3;
const DECAY = 1e-2;
const EPOCHS = [2, 5, 10, 20, 40];

export const mlp: Head = {
  id: "mlp",
  label: "MLP",
  settingName: "epochs",
  usual: 10,
  denseOnly: true,
  *candidates(training, held): Iterable<Candidate> {
    const network = new Network(training);
    for (const setting of EPOCHS) {
      while (network.epochs < setting) network.epoch();
      yield { setting, predicted: network.predict(training.rows, held) };
    }
  },
  fit: (training, epochs): Predict => {
    const network = new Network(training);
    while (network.epochs < epochs) network.epoch();
    return (rows, which) => network.predict(rows, which);
  },
  learn: (training, epochs) => {
    const network = new Network(training);
    while (network.epochs < epochs) network.epoch();
    return network.learnt();
  },
};

class Network {
  epochs = 0;
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #random: () => number;
  readonly #means: Float64Array;
  readonly #first: Layer;
  readonly #second: Layer;
  #steps = 0;

  constructor(private readonly training: Training) {
    this.#inputs = training.rows.columns;
    this.#outputs = training.targets.columns;
    this.#random = mulberry32(training.seed);
    this.#means = targetMeans(training.targets, training.train);
    this.#first = new Layer(this.#inputs, HIDDEN, this.#random, Math.sqrt(2 / this.#inputs));
    // It starts by predicting the means.
    this.#second = new Layer(HIDDEN, this.#outputs, this.#random, 0);
  }

  epoch(): void {
    const order = this.training.train.slice();
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(this.#random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (let from = 0; from < order.length; from += BATCH) this.#step(order.subarray(from, from + BATCH));
    this.epochs++;
  }

  predict(rows: Rows, which: ArrayLike<number>): Float64Array {
    return throughNetwork(this.learnt(), rows, which);
  }

  /** Its present weights; not a copy. */
  learnt(): LearntNetwork {
    const [first, second] = [this.#first.weights, this.#second.weights];
    return { kind: "mlp", first, second, means: this.#means, hidden: HIDDEN };
  }

  #step(batch: Int32Array): void {
    const { data, columns } = dense(this.training.rows);
    const { targets } = this.training;
    for (const row of batch) {
      const input = data.subarray(row * columns, (row + 1) * columns);
      const before = this.#first.apply(input);
      const hidden = before.map(rectified);
      const slope = this.#second.apply(hidden).map((value, m) => {
        return (
          (2 * (value + this.#means[m]! - targets.data[row * this.#outputs + m]!)) / (batch.length * this.#outputs)
        );
      });
      const back = this.#second.back(hidden, slope);
      for (let h = 0; h < HIDDEN; h++) if (before[h]! <= 0) back[h] = 0;
      this.#first.back(input, back, false);
    }
    this.#steps++;
    this.#first.adam(this.#steps);
    this.#second.adam(this.#steps);
  }
}

/** What a network predicts. @returns which × outputs */
export function throughNetwork(
  { first, second, means, hidden: units }: LearntNetwork,
  rows: Rows,
  which: ArrayLike<number>,
): Float64Array {
  const { data, columns } = dense(rows);
  const outputs = means.length;
  const result = new Float64Array(which.length * outputs);
  for (let i = 0; i < which.length; i++) {
    const input = data.subarray(which[i]! * columns, (which[i]! + 1) * columns);
    const hidden = applied(first, input, columns, units).map(rectified);
    const output = applied(second, hidden, units, outputs);
    for (let m = 0; m < outputs; m++) result[i * outputs + m] = output[m]! + means[m]!;
  }
  return result;
}

function applied(weights: Float64Array, input: ArrayLike<number>, inputs: number, outputs: number): Float64Array {
  const result = weights.slice(inputs * outputs);
  for (let k = 0, at = 0; k < inputs; k++) {
    const value = input[k]!;
    if (value === 0) at += outputs;
    else for (let m = 0; m < outputs; m++) result[m]! += value * weights[at++]!;
  }
  return result;
}

const rectified = (value: number): number => Math.max(0, value);

function dense(rows: Rows): DenseRows {
  if (rows.kind !== "dense") throw new RangeError("A network needs a dense feature.");
  return rows;
}

/** Weights inputs × outputs with a row of biases behind them, their gradients, and Adam's moments. */
class Layer {
  readonly weights: Float64Array;
  readonly #gradient: Float64Array;
  readonly #mean: Float64Array;
  readonly #square: Float64Array;

  constructor(
    private readonly inputs: number,
    private readonly outputs: number,
    random: () => number,
    spread: number,
  ) {
    const size = (inputs + 1) * outputs;
    const biases = inputs * outputs;
    // Box and Muller's normal numbers; biases start at 0.
    this.weights = Float64Array.from({ length: size }, (_, at) =>
      at < biases && spread > 0
        ? spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
        : 0,
    );
    this.#gradient = new Float64Array(size);
    this.#mean = new Float64Array(size);
    this.#square = new Float64Array(size);
  }

  apply(input: ArrayLike<number>): Float64Array {
    return applied(this.weights, input, this.inputs, this.outputs);
  }

  /** Adds to the gradient. @returns the slope of the input; empty if it is not wanted */
  back(input: ArrayLike<number>, slope: Float64Array, wanted = true): Float64Array {
    const { inputs, outputs } = this;
    const result = new Float64Array(wanted ? inputs : 0);
    for (let k = 0; k <= inputs; k++) {
      const value = k < inputs ? input[k]! : 1;
      let sum = 0;
      for (let m = 0, at = k * outputs; m < outputs; m++, at++) {
        this.#gradient[at]! += value * slope[m]!;
        sum += this.weights[at]! * slope[m]!;
      }
      if (wanted && k < inputs) result[k] = sum;
    }
    return result;
  }

  /** One step of Adam with decoupled weight decay; the gradient is used up. */
  adam(step: number): void {
    const [c1, c2] = [1 - 0.9 ** step, 1 - 0.999 ** step];
    const biases = this.inputs * this.outputs;
    for (let at = 0; at < this.weights.length; at++) {
      const slope = this.#gradient[at]!;
      this.#mean[at] = 0.9 * this.#mean[at]! + 0.1 * slope;
      this.#square[at] = 0.999 * this.#square[at]! + 0.001 * slope * slope;
      if (at < biases) this.weights[at]! *= 1 - RATE * DECAY;
      this.weights[at]! -= (RATE * (this.#mean[at]! / c1)) / (Math.sqrt(this.#square[at]! / c2) + 1e-8);
      this.#gradient[at] = 0;
    }
  }
}
