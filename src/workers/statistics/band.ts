import { type Curve, sweep } from "../../core/curves/curve.ts";
import { hypervolume } from "../../core/curves/hypervolume.ts";
import { lambdaQuantiles, stepAt } from "../../core/curves/steps.ts";
import { meanOutcome } from "../../core/metrics/baselines.ts";
import { aiq } from "../../core/metrics/metrics.ts";
import { costRatio, outcomeRatio } from "../../core/metrics/ratios.ts";
import { PairedBootstrap } from "../../core/stats/pairedBootstrap.ts";
import { percentileInterval } from "../../core/stats/percentileInterval.ts";
import { choicesAt, deciding } from "./deciding.ts";
import type { RunToEnd } from "./figures.ts";
import type { Band, FrontRequest, Tables } from "./protocol.ts";

/** Number of λ at which a curve is resampled. The plotted curve stays exact. */
const QUANTILES = 64;

/** The band of the router's curve, and the figures for whole curves. */
export async function estimateBand(tables: Tables, request: FrontRequest, run: RunToEnd): Promise<Band> {
  const { losses, accuracies } = tables;
  const { axis, outcome, rows, score, raw, scale } = request;
  const measured = outcome === "loss" ? losses : accuracies;
  const charge = tables.calls?.[axis] ?? raw;
  const router = sampled("router");
  const oracle = sampled("oracle");
  const curves = [router, oracle];
  const bootstrap = new PairedBootstrap(
    curves.flatMap(({ choices }) => [
      ...choices.map((made) => costRatio(charge, made, rows)),
      ...choices.map((made) => outcomeRatio(measured, made, rows)),
    ]),
    rows.length,
    { clusters: Array.from(rows, (row) => tables.clusters[row]!) },
  );
  await run(bootstrap);

  const size = router.choices.length;
  const at = (from: number, count: number, b: number) =>
    bootstrap.values.slice(from, from + count).map((values) => values[b]!);
  const singles = Float64Array.from(score, (_, i) =>
    meanOutcome(measured, new Int32Array(measured.rows).fill(i), rows),
  );
  const whole = wholeCurveScores(raw, singles, scale, outcome);
  const resampled = Array.from({ length: bootstrap.resamples }, (_, b) => {
    const [x, y] = [at(0, size, b), at(size, size, b)];
    const [ox, oy] = [
      at(2 * size, oracle.choices.length, b),
      at(2 * size + oracle.choices.length, oracle.choices.length, b),
    ];
    return { aiq: whole.aiq(x, y), hypervolume: whole.dominated(x, y) / whole.dominated(ox, oy) };
  });
  const intervals = router.choices.map((_, q) => percentileInterval(bootstrap.values[size + q]!));
  return {
    axis,
    outcome,
    x: router.lambdas.map((lambda) => router.curve.x[stepAt(router.curve.lambda, lambda)]!),
    low: Float64Array.from(intervals, ([low]) => low),
    high: Float64Array.from(intervals, ([, high]) => high),
    aiq: {
      value: whole.aiq(router.curve.x, router.curve.y),
      interval: percentileInterval(Float64Array.from(resampled, (one) => one.aiq)),
    },
    aiqOfSingles: whole.aiq(raw, singles),
    hypervolume: {
      value: whole.dominated(router.curve.x, router.curve.y) / whole.dominated(oracle.curve.x, oracle.curve.y),
      interval: percentileInterval(Float64Array.from(resampled, (one) => one.hypervolume)),
    },
  };

  /** A policy's exact curve, and its choices at a fixed set of λ along it. */
  function sampled(of: "router" | "oracle") {
    const by = deciding(tables, request, of);
    const curve: Curve = sweep(by.losses, by.slopes, by.others, charge, measured, rows);
    const lambdas = lambdaQuantiles(curve.lambda, QUANTILES);
    return { curve, lambdas, choices: Array.from(lambdas, (lambda) => choicesAt(by, lambda, rows)) };
  }
}

/** Scores of a whole curve, relative to the single experts: their range of costs, and the worst of their outcomes. */
function wholeCurveScores(raw: Float64Array, singles: Float64Array, scale: "log" | "linear", outcome: string) {
  const known = raw.filter(Number.isFinite);
  const range: [number, number] = [Math.min(...known), Math.max(...known)];
  const sign = outcome === "loss" ? -1 : 1;
  const quality = (y: ArrayLike<number>) => Float64Array.from(y, (value) => sign * value);
  const cost = (x: number) => (scale === "log" ? Math.log(x) : x);
  const worst = Math.min(...quality(singles).filter(Number.isFinite));
  return {
    aiq: (x: ArrayLike<number>, y: ArrayLike<number>) => sign * aiq(x, quality(y), range),
    // A curve without points, that of a missing router, has no dominated area.
    dominated: (x: ArrayLike<number>, y: ArrayLike<number>) =>
      !Array.from(x).some(Number.isFinite)
        ? Number.NaN
        : hypervolume(Float64Array.from(x, cost), quality(y), [cost(range[1]), worst]),
  };
}
