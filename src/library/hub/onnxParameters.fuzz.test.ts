/** The ONNX reader on randomly assembled models, on damaged ones, and on arbitrary bytes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { damage, damages, FUZZ, FUZZ_TIMEOUT_MS } from "../../core/testing/fuzzing.ts";
import { countParameters } from "./onnxParameters.ts";

interface Tensor {
  dims: number[];
  /** Whether the dimensions are in one packed field, as most writers have them. */
  packed: boolean;
  type: number;
  name: string;
}

const FLOAT = 1;
const INT8 = 3;
const INT64 = 7;
const STRING = 8;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

const number = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const piece = (field: number, bytes: readonly number[]) => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (field: number, written: string) => piece(field, [...new TextEncoder().encode(written)]);

/** A file as onnx.proto lays it out, with a few fields that the reader has to skip. */
function modelFile(tensors: readonly Tensor[]): Uint8Array {
  const initializers = tensors.flatMap(({ dims, packed, type, name }) => {
    const shape = packed ? piece(1, dims.flatMap(varint)) : dims.flatMap((dimension) => number(1, dimension));
    return piece(5, [...shape, ...number(2, type), ...text(8, name), ...piece(9, [0, 1, 2, 3])]);
  });
  const graph = [...text(2, "main"), ...piece(1, [10, 1, 120]), ...initializers];
  return Uint8Array.from([...number(1, 8), ...text(2, "writer"), ...piece(7, graph), ...piece(8, [16, 17])]);
}

const tensor: fc.Arbitrary<Tensor> = fc.record({
  dims: fc.array(fc.oneof(fc.nat(300), fc.constantFrom(0, 1, 127, 128, 16_384, 2 ** 40)), { maxLength: 4 }),
  packed: fc.boolean(),
  type: fc.constantFrom(FLOAT, INT8, INT64, STRING),
  name: fc.constantFrom("w", "layer.0/weight", "w_scale", "w_zero_point", ""),
});

/** The number of weights in the file's matrices and vectors, from what was put into it. */
const counted = (tensors: readonly Tensor[]) =>
  tensors
    .filter(
      ({ dims, type, name }) => dims.length > 0 && [FLOAT, INT8].includes(type) && !/_(scale|zero_point)/.test(name),
    )
    .reduce((sum, { dims }) => sum + dims.reduce((product, dimension) => product * dimension, 1), 0);

test(
  "ONNX files: every weight of any model is counted",
  () => {
    fc.assert(
      fc.property(fc.array(tensor, { maxLength: 4 }), (tensors) => {
        const sum = counted(tensors);
        expect(countParameters(modelFile(tensors))).toBe(sum > 0 && Number.isSafeInteger(sum) ? sum : null);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

function saneOrNull(file: Uint8Array): void {
  const count = countParameters(file);
  if (count !== null && !(Number.isSafeInteger(count) && count > 0))
    throw new Error(`${count} is not a number of weights`);
}

test(
  "ONNX files: damaged ones, and any bytes, give an integer or unknown number of weights",
  () => {
    const file = modelFile([
      { dims: [8192, 256], packed: true, type: FLOAT, name: "embedding" },
      { dims: [256], packed: false, type: INT8, name: "bias" },
      { dims: [], packed: true, type: FLOAT, name: "one" },
    ]);
    fc.assert(
      fc.property(fc.oneof(damages(file), fc.uint8Array({ maxLength: 60 })), (done) => {
        saneOrNull(done instanceof Uint8Array ? done : damage(file, done));
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
