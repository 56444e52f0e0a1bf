import { beforeAll, describe, expect, test } from "vitest";
import { pointAt, sweep } from "../../core/curves/curve.ts";
import { bestSingle, meanOutcome } from "../../core/metrics/baselines.ts";
import { scoreRouting } from "../../core/metrics/metrics.ts";
import { route } from "../../core/objective/objective.ts";
import { mulberry32 } from "../../core/stats/random.ts";
import { FakeWorker } from "../../rpc/testing.ts";
import { StatisticsClient } from "./client.ts";
import type { Band, Figures, FiguresRequest, Tables } from "./protocol.ts";
import { StatisticsService } from "./service.ts";

const [PROMPTS, EXPERTS] = [300, 5];
const random = mulberry32(5);
const tableOf = (value: () => number) => ({
  rows: PROMPTS,
  columns: EXPERTS,
  data: Float32Array.from({ length: PROMPTS * EXPERTS }, value),
});
const losses = tableOf(() => 2 + 2 * random());
const predicted = { ...losses, data: losses.data.map((loss) => loss + 0.8 * (random() - 0.5)) };
const accuracies = { ...losses, data: losses.data.map((loss) => 1 - loss / 5) };
const clusters = Int32Array.from({ length: PROMPTS }, (_, n) => n);
const tables: Tables = { losses, predicted, accuracies, clusters };
const rows = Int32Array.from({ length: PROMPTS - 10 }, (_, n) => n + 5);
const request: FiguresRequest = {
  axis: "size",
  outcome: "loss",
  rows,
  score: Float64Array.of(0, 0.25, 0.5, 0.75, 1),
  raw: Float64Array.of(1, 2, 4, 8, 16),
  scale: "log",
  others: new Float64Array(EXPERTS),
  lambda: 0.3,
  single: bestSingle(losses, rows),
  policies: [
    { id: "domain", outcomes: Float64Array.from(rows, (row) => losses.data[row * EXPERTS + (row % EXPERTS)]!) },
  ],
};
const context = { signal: new AbortController().signal, progress: () => undefined };

describe("estimates", () => {
  const service = new StatisticsService();
  let figures: Figures;
  let band: Band;

  beforeAll(async () => {
    await service.open(tables);
    [figures, band] = await Promise.all([service.figures(request, context), service.band(request, context)]);
  });

  test("surround the figures of the benchmark itself", () => {
    const penalty = request.score.map((score) => request.lambda * score);
    const chosen = route(predicted, penalty);
    const scores = scoreRouting(losses, tables.accuracies, chosen, penalty, request.single, { rows });
    for (const id of Object.keys(figures.scores) as (keyof Figures["scores"])[]) {
      const [low, high] = figures.scores[id];
      expect(low).toBeLessThan(scores[id]);
      expect(high).toBeGreaterThan(scores[id]);
    }
    const router = meanOutcome(losses, chosen, rows);
    const [low, high] = figures.policies.router!;
    expect([low < router, router < high]).toEqual([true, true]);
    const domain = Int32Array.from({ length: PROMPTS }, (_, n) => n % EXPERTS);
    expect(figures.differences.domain!.value).toBeCloseTo(meanOutcome(losses, domain, rows) - router, 10);
  });

  test("of a difference are narrower than the two figures alone would allow, and nothing differs from itself", () => {
    const width = ([low, high]: [number, number]) => high - low;
    const apart = width(figures.policies.oracle!) + width(figures.policies.router!);
    expect(width(figures.differences.oracle!.interval)).toBeLessThan(0.6 * apart);
    expect(figures.differences.router).toEqual({ value: 0, interval: [0, 0] });
  });

  test("of the band surround the exact curve everywhere, from its expensive end to its cheap one", () => {
    const curve = sweep(predicted, request.score, request.others, request.raw, losses, rows);
    expect(band.x[0]).toBeCloseTo(curve.x[0]!, 10);
    expect(band.x.at(-1)).toBeCloseTo(1, 10);
    expect(band.low[0]).toBeLessThan(pointAt(curve, 0).y);
    expect(band.high[0]).toBeGreaterThan(pointAt(curve, 0).y);
    expect(band.low.every((low, q) => low < band.high[q]!)).toBe(true);
  });

  test("of whole curves: better than the single experts, worse than the oracle, inside their interval", () => {
    expect(band.aiq.value).toBeLessThan(band.aiqOfSingles);
    expect(band.hypervolume.value).toBeLessThan(1);
    for (const { value, interval } of [band.aiq, band.hypervolume]) {
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
  });

  test("are reproducible", async () => {
    expect(await service.figures(request, context)).toEqual(figures);
  });

  test("end soon after they are cancelled", async () => {
    const cancel = new AbortController();
    let timeSlices = 0;
    const progress = () => {
      timeSlices++;
      cancel.abort();
    };
    await expect(service.band(request, { signal: cancel.signal, progress })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(timeSlices).toBe(1);
  });
});

test("prompts of one document are resampled together: copies of a prompt make no interval narrower, and one document has none", async () => {
  const width = async (of: (row: number) => number) => {
    const service = new StatisticsService();
    await service.open({ ...tables, clusters: clusters.map(of) });
    return service.figures(request, context);
  };
  const [alone, pairs, one] = await Promise.all([width((row) => row), width((row) => row % 10), width(() => 4)]);
  expect([alone.clusters, pairs.clusters, one.clusters]).toEqual([rows.length, 10, 1]);
  expect(pairs.policies.router).not.toEqual(alone.policies.router);
  for (const interval of [...Object.values(one.policies), ...Object.values(one.scores)]) {
    expect(interval).toEqual([Number.NaN, Number.NaN]);
  }
  expect(one.differences.domain!.value).toBe(alone.differences.domain!.value);
});

test("with costs by call, oracle and curves are charged for their own calls", async () => {
  const calls = tableOf(() => 1 + 9 * random());
  const raw = Float64Array.from({ length: EXPERTS }, () => 5.5);
  const service = new StatisticsService();
  await service.open({ ...tables, calls: { size: calls } });
  const asked = { ...request, score: raw, raw };
  const { policies } = await service.figures(asked, context);
  const cheapest = (row: number) => {
    const worth = Array.from({ length: EXPERTS }, (_, i) => {
      const cell = row * EXPERTS + i;
      return losses.data[cell]! + asked.lambda * calls.data[cell]!;
    });
    return worth.indexOf(Math.min(...worth));
  };
  const chosen = Int32Array.from({ length: PROMPTS }, (_, row) => cheapest(row));
  const [low, high] = policies.oracle!;
  const truth = meanOutcome(losses, chosen, rows);
  expect(truth).toBeGreaterThan(low);
  expect(truth).toBeLessThan(high);
  const band = await service.band(asked, context);
  // With the same mean cost for all, the router's choice never changes: its one point has the cost of its own calls.
  const own = route(predicted, new Float64Array(EXPERTS), rows);
  expect([...band.x]).toEqual([expect.closeTo(meanOutcome(calls, own, rows), 9)]);
});

test("without the tables there is nothing to estimate", () => {
  expect(() => new StatisticsService().figures(request, context)).toThrow("no figures yet");
});

test("the tables are sent to the worker once, and again after a crash", async () => {
  const workers: FakeWorker[] = [];
  const client = new StatisticsClient(() => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  });
  const types = (worker: FakeWorker) => worker.sent.map(({ message }) => message.type);
  const settled = () => new Promise((done) => setTimeout(done, 0));
  const first = client.band(tables, request);
  workers[0]!.reply({ kind: "result", id: 1, result: null });
  await settled();
  workers[0]!.reply({ kind: "result", id: 2, result: "band" });
  expect(await first).toBe("band");
  const second = client.figures(tables, request);
  await settled();
  expect(types(workers[0]!)).toEqual(["open", "band", "figures"]);
  workers[0]!.emit("error", {});
  await expect(second).rejects.toMatchObject({ name: "WorkerError" });
  client.band(tables, request).catch(() => undefined);
  expect(types(workers[1]!)).toEqual(["open"]);
});
