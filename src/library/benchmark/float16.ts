/** 2^(exponent − 25) for each biased exponent of a half-precision number: the value of its last bit. */
const LAST_BIT = Float64Array.from({ length: 32 }, (_, exponent) => 2 ** (Math.max(exponent, 1) - 25));

/**
 * Decodes little-endian half-precision numbers (IEEE 754 binary16) into `target`, starting at `at`. An odd last byte is ignored.
 */
export function decodeFloat16(bytes: Uint8Array, target: Float32Array, at: number): void {
  for (let k = 0; 2 * k + 1 < bytes.length; k++) {
    const high = bytes[2 * k + 1]!;
    const exponent = (high >> 2) & 31;
    const fraction = ((high & 3) << 8) | bytes[2 * k]!;
    const magnitude =
      exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (exponent === 0 ? fraction : fraction + 1024) * LAST_BIT[exponent]!;
    target[at + k] = high & 128 ? -magnitude : magnitude;
  }
}
