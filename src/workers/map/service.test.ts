import { describe, expect, test } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import type { LayoutProgress } from "./protocol.ts";
import { MapService } from "./service.ts";

const request = { embeddings: { url: "embeddings.parquet", sha256: "0", bytes: 10 }, size: 2 };
const signal = new AbortController().signal;
const quiet = { signal, progress: () => undefined };

/** Three groups of points that are far apart in four dimensions; the last row has no vector. */
const random = mulberry32(3);
const ROWS = 90;
const data = Float32Array.from({ length: 4 * ROWS }, (_, at) => 10 * (Math.floor(at / 4) % 3) + random());
data.fill(Number.NaN, 4 * (ROWS - 1));
const labels = Int32Array.from({ length: ROWS }, (_, row) => row % 3);
const clusters = Int32Array.from({ length: ROWS }, (_, row) => row);
const grouped = { rows: ROWS, columns: 4, data };

function setUp(embeddings = { rows: 2, columns: 2, data: Float32Array.of(0, 0, 3, 4) }) {
  const told: LayoutProgress[] = [];
  const service = new MapService(
    async (_, __, options) => {
      options?.onProgress?.(10, 10);
      return new ArrayBuffer(10);
    },
    {
      embeddings: async () => embeddings,
      space: async (_, __, ids) => ({
        states: grouped,
        x: new Float32Array(ids.length),
        y: new Float32Array(ids.length),
      }),
    },
    (progress) => told.push(progress),
  );
  return { service, told };
}

test("the map downloads its embeddings once and then places prompts", async () => {
  const progress: unknown[] = [];
  const { service } = setUp();
  await expect(service.place(Float32Array.of(3, 4))).rejects.toMatchObject({ name: "NotOpenError" });
  expect(await service.open(request, { signal, progress: (report) => progress.push(report) })).toEqual({ rows: 2 });
  expect(progress).toEqual([{ loaded: 10, total: 10 }]);
  expect(await service.place(Float32Array.of(3, 4))).toEqual({
    neighbors: [
      { index: 1, distance: 0, weight: 1 },
      { index: 0, distance: 5, weight: 0 },
    ],
  });
  expect((await service.nearest(0, 5)).map(({ index }) => index)).toEqual([1]);
});

describe("a live layout", () => {
  const settings = { seed: 5, neighbors: 8, minDist: 0.1 };

  test("is seeded, reports its epochs, and leaves out rows without a vector", async () => {
    const { service, told } = setUp(grouped);
    await service.open(request, quiet);
    const layout = await service.layout("router", settings, quiet);
    const last = told.at(-1)!;
    expect(last).toMatchObject({ space: "router", settings, stage: "epochs" });
    expect(last.done).toBe(last.total);
    expect(last.total % 3).toBe(0);
    expect(layout.x.findIndex(Number.isNaN)).toBe(ROWS - 1);
    expect(await service.layout("router", settings, quiet)).toEqual(layout);
    expect(await service.layout("router", { ...settings, seed: 6 }, quiet)).not.toEqual(layout);
    // Distant groups stay apart on the map.
    const { plane } = await service.scores(
      { space: "router", rows: labels.map((_, row) => row), labels, clusters, plane: layout, full: false },
      quiet,
    );
    expect(plane!.purity.mean).toBe(1);
    expect(plane!.silhouette.mean).toBeGreaterThan(0.5);
  });

  test("ends soon after it is cancelled", async () => {
    const { service, told } = setUp(grouped);
    await service.open(request, quiet);
    const cancel = new AbortController();
    const running = service.layout("router", settings, { ...quiet, signal: cancel.signal });
    cancel.abort();
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect(told.length).toBeLessThan(2);
  });

  test("needs more prompts than neighbours", async () => {
    const { service } = setUp();
    await service.open(request, quiet);
    await expect(service.layout("router", settings, quiet)).rejects.toThrow(/take fewer neighbours/);
  });
});

describe("scores", () => {
  const rows = labels.map((_, row) => row);

  test("of vectors with separate labels are perfect, of mixed labels they are not", async () => {
    const { service } = setUp(grouped);
    await service.open(request, quiet);
    const progress: { loaded: number; total: number }[] = [];
    const ask = (of: Int32Array, chosen = rows) =>
      service.scores(
        { space: "router", rows: chosen, labels: of, clusters, plane: null, full: true },
        { signal, progress: (report) => progress.push(report) },
      );
    const { full, plane, prompts } = await ask(labels);
    expect([plane, prompts]).toEqual([null, ROWS]);
    expect(full!.purity).toEqual({ mean: 1, low: 1, high: 1 });
    expect(full!.nmi.mean).toBeGreaterThan(0.7);
    expect(full!.nmi.high).toBeCloseTo(1, 9);
    expect(full!.silhouette.low).toBeGreaterThan(0.8);
    const last = progress.at(-1)!;
    expect(last.loaded).toBe(last.total);

    const mixed = (await ask(labels.map((_, row) => Math.floor(row / 3) % 2))).full!;
    expect(mixed.purity.mean).toBeLessThan(0.7);
    expect(mixed.nmi.mean).toBeLessThan(0.2);
    expect(mixed.silhouette.mean).toBeLessThan(0.1);

    // One label alone cannot be separated; without prompts there are no scores.
    const alone = (
      await ask(
        labels,
        rows.filter((row) => row % 3 === 0),
      )
    ).full!;
    expect([alone.purity.mean, alone.silhouette.mean, alone.nmi.mean]).toEqual([1, Number.NaN, Number.NaN]);
    expect((await ask(labels, new Int32Array(0))).full!.purity.mean).toBeNaN();
  });

  test("of the causal space need that space, which another library removes again", async () => {
    const { service } = setUp(grouped);
    await service.open(request, quiet);
    const causal = () => service.scores({ space: "causal", rows, labels, clusters, plane: null, full: true }, quiet);
    await expect(causal()).rejects.toMatchObject({ name: "NotOpenError" });
    await service.openCausal(request.embeddings, ["a", "b"], quiet);
    expect((await causal()).full!.purity.mean).toBe(1);
    await service.open(request, quiet);
    await expect(causal()).rejects.toMatchObject({ name: "NotOpenError" });
  });
});
