/** An imported table with a router that was trained on it: predictions where there were none. */
import { type Matrix, matrix } from "../../../core/matrix.ts";
import type { Library } from "../../load.ts";
import { modelTies } from "./modelTies.ts";
import { routerLosses } from "./routerLosses.ts";
import type { RouterForTable } from "./tableRouter.ts";

/** Predictions have nine decimals. */
const DECIMALS = 1e9;

/**
 * The table with what the router predicts for its prompts, held out, and a place for each on the map.
 * @param others routers of the same table to compare with
 */
export function withTableRouter(table: Library, router: RouterForTable, others: readonly RouterForTable[]): Library {
  const { benchmark } = table;
  const places = placesOf(table, router);
  const rows = rowsOf(table, router);
  const { columns } = router.coordinates;
  const points = new Float32Array(benchmark.rows * columns).fill(Number.NaN);
  const [x, y] = [0, 1].map(() => new Float32Array(benchmark.rows).fill(Number.NaN)) as [Float32Array, Float32Array];
  rows.forEach((row, i) => {
    if (row < 0) return;
    points.set(router.coordinates.data.subarray(i * columns, (i + 1) * columns), row * columns);
    x[row] = router.coordinates.x[i]!;
    y[row] = router.coordinates.y[i]!;
  });
  return {
    ...table,
    benchmark: { ...benchmark, predicted: predictedBy(table, router), x, y },
    trained: {
      id: router.id,
      name: router.name,
      places,
      ties: tiesOf(router, places),
      points: matrix(benchmark.rows, columns, points),
      others: others.map((other) => ({ id: other.id, name: other.name, predicted: predictedBy(table, other) })),
    },
  };
}

const rounded = (score: number): number => Math.floor(score * DECIMALS + 0.5) / DECIMALS;

function predictedBy(table: Library, router: RouterForTable): Matrix {
  const places = placesOf(table, router);
  const ties = tiesOf(router, places);
  const columns = table.expertIds.length;
  const data = new Float64Array(table.benchmark.rows * columns).fill(Number.NaN);
  const losses = router.heldOut.predicted.map((score) => 1 - rounded(score));
  rowsOf(table, router).forEach((row, i) => {
    if (row >= 0) data.set(routerLosses({ places, ties }, losses, i * router.models.length), row * columns);
  });
  return matrix(table.benchmark.rows, columns, data);
}

/** By expert of the table: its place among the router's models, −1 for none. Models are known by label, or by id where labels are not unique. */
export function placesOf({ manifest }: Library, { models }: Pick<RouterForTable, "models">): Int32Array {
  const place = new Map(models.map((name, m) => [name, m]));
  return Int32Array.from(manifest.experts, ({ id, label }) => place.get(label.trim()) ?? place.get(id) ?? -1);
}

/** Rows of the table, by prompt of the router; −1 for one that the table does not have. */
function rowsOf({ benchmark }: Library, { heldOut }: RouterForTable): number[] {
  const row = new Map(benchmark.ids.map((id, i) => [id, i]));
  return heldOut.ids.map((id) => row.get(id) ?? -1);
}

function tiesOf({ meanCosts, models }: RouterForTable, places: Int32Array): Float64Array {
  const ties = modelTies(meanCosts, models.length);
  return Float64Array.from(places, (place) => ties[place] ?? 0);
}
