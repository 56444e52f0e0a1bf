/**
 * The features of prompts as short dense rows, for a map of them. Dense features stay as they are; hashed terms are projected onto
 * 64 random signs, which keeps inner products up to noise (Achlioptas 2003). The signs are a hash of the column: the same everywhere.
 */

import { principalPlane } from "../../core/stats/principalPlane.ts";
import type { Rows } from "../features/rows.ts";

const SKETCH = 64;

/** @param features prepared rows of the same prompts; every feature counts alike, whatever its number of columns */
export function mapCoordinates(features: readonly Rows[]): { columns: number; data: Float32Array } {
  const rows = features[0]!.rows;
  const widths = features.map((one) => (one.kind === "dense" ? one.columns : SKETCH));
  const columns = widths.reduce((sum, width) => sum + width, 0);
  const data = new Float32Array(rows * columns);
  let offset = 0;
  features.forEach((feature, f) => {
    for (let row = 0; row < rows; row++) put(feature, row, data, row * columns + offset);
    offset += widths[f]!;
  });
  return { columns, data };
}

function put(feature: Rows, row: number, data: Float32Array, to: number): void {
  if (feature.kind === "dense") {
    const { columns } = feature;
    const scale = 1 / Math.sqrt(columns);
    for (let k = 0; k < columns; k++) data[to + k] = feature.data[row * columns + k]! * scale;
    return;
  }
  for (let e = feature.starts[row]!; e < feature.starts[row + 1]!; e++) {
    const [low, high] = signsOf(feature.indices[e]!);
    const value = feature.values[e]! / Math.sqrt(SKETCH);
    for (let k = 0; k < SKETCH; k++)
      data[to + k]! += ((k < 32 ? low >>> k : high >>> (k - 32)) & 1) === 1 ? value : -value;
  }
}

/** 64 bits by the finaliser of MurmurHash3. */
function signsOf(column: number): [number, number] {
  const mixed = (value: number) => {
    let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  return [mixed(2 * column + 1), mixed(2 * column + 2)];
}

/** The same with a plane of them, for a table's own prompts. */
export function mapPoints(features: readonly Rows[]) {
  const { columns, data } = mapCoordinates(features);
  return { columns, data, ...principalPlane(data, columns) };
}
