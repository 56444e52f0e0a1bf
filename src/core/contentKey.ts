/** Keys of arrays that were asked for before. */
const known = new WeakMap<ArrayBufferView, string>();

/**
 * A short text that is the same for two typed arrays of the same numbers, and another one for others: a key for what was computed from
 * them. Two 32-bit hashes and the length: that different numbers meet is as good as impossible. An array must not change afterwards.
 */
export function contentKey(array: Int32Array | Float32Array | Float64Array | Uint8Array): string {
  let key = known.get(array);
  if (key === undefined) {
    key = hashOf(array);
    known.set(array, key);
  }
  return key;
}

function hashOf(array: Int32Array | Float32Array | Float64Array | Uint8Array): string {
  // Bytes for what is short of a word.
  const words =
    array.BYTES_PER_ELEMENT < 4
      ? array
      : new Uint32Array(array.buffer, array.byteOffset, array.byteLength / Uint32Array.BYTES_PER_ELEMENT);
  // FNV-1a over words, and a multiplicative hash with another prime.
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < words.length; i++) {
    a = Math.imul(a ^ words[i]!, 0x01000193);
    b = Math.imul((b << 5) | (b >>> 27), 0x85ebca6b) ^ words[i]!;
  }
  return `${array.length}.${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
