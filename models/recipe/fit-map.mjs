// Lays out vectors in the plane with UMAP, seeded.
// Usage: node fit-map.mjs <states.bin> <rows> <columns> <neighbors> <minDist> <seed> <coordinates.bin>
// Both files are little-endian float32, row after row; the result has two columns.
import { readFileSync, writeFileSync } from "node:fs";

const [statesFile, rows, columns, neighbors, minDist, seed, coordinatesFile] = process.argv.slice(2);
if (coordinatesFile === undefined) {
  throw new Error("seven arguments are needed: states, rows, columns, neighbors, minDist, seed, coordinates");
}

let UMAP;
try {
  ({ UMAP } = await import("umap-js"));
} catch (cause) {
  throw new Error("umap-js is not installed: run npm ci first", { cause });
}

/** Uniform numbers in [0, 1) by the mulberry32 generator: 32 bits of state, the same on every machine. */
function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const width = Number(columns);
const bytes = readFileSync(statesFile);
const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
if (values.length !== Number(rows) * width) {
  throw new Error(`${statesFile} holds ${values.length} numbers, not ${rows} × ${columns}`);
}
const states = Array.from({ length: Number(rows) }, (_, row) =>
  Array.from(values.subarray(row * width, (row + 1) * width)),
);
const umap = new UMAP({
  nNeighbors: Math.min(Number(neighbors), states.length - 1),
  minDist: Number(minDist),
  random: mulberry32(Number(seed)),
});
writeFileSync(coordinatesFile, Float32Array.from(umap.fit(states).flat()));
