import { UMAP } from "umap-js";
import { mulberry32 } from "../../../src/core/stats/random.ts";
import { readEmbeddings } from "../../../src/library/benchmark/parquet.ts";
import type { Manifest } from "../../../src/library/manifest/manifest.ts";
import { completePoints, type Points } from "../../../src/workers/map/distances.ts";
import type { Coordinates } from "../../../src/workers/map/layout.ts";
import { LiveLayout } from "../../../src/workers/map/liveLayout.ts";
import { trustworthiness } from "../../../src/workers/map/umap/trustworthiness.ts";

const SETTINGS = { neighbors: 15, minDist: 0.1 };
/** Runs have these seeds in turn: trustworthiness differs more between seeds than between the two sides. */
const SEEDS = [1, 2, 3, 4, 5];
/** Trustworthiness is taken over every third point: all of them would take longer than the layouts. */
const EVERY = 3;

/** The shipped router states, from the site that the page is on. */
async function shippedStates(): Promise<Points> {
  const { benchmark } = (await (await fetch("/models/library.json")).json()) as Manifest;
  const file = await (await fetch(`/models/${benchmark.embeddings}`)).arrayBuffer();
  const states = await readEmbeddings(file, benchmark.embeddingSize!);
  return completePoints(
    states,
    Int32Array.from({ length: states.rows }, (_, i) => i),
  );
}

/** As many points as asked for: shipped states, then points between two of them with noise. */
async function statesOf(count: number): Promise<Points> {
  const shipped = await shippedStates();
  const { size } = shipped;
  const random = mulberry32(3);
  const data = new Float32Array(count * size);
  data.set(shipped.data.subarray(0, count * size));
  const pick = () => Math.floor(random() * shipped.count) * size;
  for (let i = shipped.count; i < count; i++) {
    const [a, b, share] = [pick(), pick(), 0.3 * random()];
    for (let c = 0; c < size; c++) {
      data[i * size + c] = (1 - share) * shipped.data[a + c]! + share * shipped.data[b + c]! + 0.05 * (random() - 0.5);
    }
  }
  return { count, size, data, rows: Int32Array.from({ length: count }, (_, i) => i) };
}

/**
 * UMAP from neighbours to the last epoch: the app's, and umap-js as it comes, with how trustworthy their layouts are, on average over
 * the seeds.
 */
export async function layouts(count: number | null) {
  const points = count === null ? await shippedStates() : await statesOf(count);
  points.rows.forEach((_, i) => {
    points.rows[i] = i;
  });
  const [mine, known] = [new Map<number, Coordinates>(), new Map<number, Coordinates>()];
  const runs = { mine: 0, known: 0 };
  const seedOf = (side: keyof typeof runs) => SEEDS[runs[side]++ % SEEDS.length]!;
  const mean = (maps: readonly Coordinates[]) =>
    maps.reduce((sum, map) => sum + trustworthiness(points, map, 15, EVERY), 0) / maps.length;
  return {
    points: points.count,
    ours: () => {
      const seed = seedOf("mine");
      const layout = new LiveLayout(points, { ...SETTINGS, seed });
      while (layout.step());
      mine.set(seed, layout.coordinates(points.count));
    },
    theirs: () => {
      const rows = Array.from(points.rows, (i) => [...points.data.subarray(i * points.size, (i + 1) * points.size)]);
      const seed = seedOf("known");
      const { neighbors: nNeighbors, minDist } = SETTINGS;
      const found = new UMAP({ nNeighbors, minDist, random: mulberry32(seed) }).fit(rows);
      const axis = (c: number) => Float32Array.from(found, (point) => point[c]!);
      known.set(seed, { x: axis(0), y: axis(1) });
    },
    // Only with both sides: there is nothing to compare the layout of many points with.
    quality: () => (known.size > 0 ? [mine, known].map((maps) => mean([...maps.values()])) : []),
  };
}
