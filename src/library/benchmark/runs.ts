/**
 * Parquet's hybrid of run lengths and bit-packing, used for null marks and dictionary indices. Own code because a run may claim any
 * length, and hyparquet 1.31 expands it as claimed: six damaged bytes then crash the whole process, in a worker too, as V8 aborts
 * when an array grows beyond its limit. This one stops at `count`.
 * @param width bits per value, 0 … 32
 * @returns `count` values; throws a RangeError when the bytes end too early
 */
export function readRuns(bytes: Uint8Array, width: number, count: number): Uint32Array {
  if (!(width >= 0 && width <= 32)) throw new RangeError(`${width} bits a value`);
  const values = new Uint32Array(count);
  let at = 0;
  let seen = 0;
  const next = (): number => {
    if (at >= bytes.length) throw new RangeError("runs end too early");
    return bytes[at++]!;
  };
  while (seen < count) {
    let header = 0;
    let byte: number;
    let scale = 1;
    do {
      byte = next();
      header += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127 && scale <= 2 ** 28);
    const length = Math.floor(header / 2);
    if (header % 2 === 1) {
      const end = Math.min(count, seen + 8 * length);
      const packed = at;
      if (width === 8 && packed + end - seen <= bytes.length) {
        values.set(bytes.subarray(packed, packed + end - seen), seen);
        seen = end;
      }
      for (let bit = 0; seen < end; bit += width) values[seen++] = bitsAt(bytes, packed, bit, width);
      at = packed + length * width;
    } else {
      let value = 0;
      for (let read = 0; read < width; read += 8) value += next() * 2 ** read;
      const end = Math.min(count, seen + length);
      values.fill(value, seen, end);
      seen = end;
    }
  }
  return values;
}

/** The `width` bits that start `bit` bits after byte `start`, least significant first. */
function bitsAt(bytes: Uint8Array, start: number, bit: number, width: number): number {
  let value = 0;
  for (let got = 0; got < width; ) {
    const byte = bytes[start + ((bit + got) >>> 3)];
    if (byte === undefined) throw new RangeError("runs end too early");
    const skip = (bit + got) & 7;
    const take = Math.min(8 - skip, width - got);
    value += ((byte >>> skip) & (2 ** take - 1)) * 2 ** got;
    got += take;
  }
  return value;
}
