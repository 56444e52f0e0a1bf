/** Cached keys, by array. */
const known = new WeakMap<ArrayBufferView, string>();

/**
 * A short key for a typed array: equal for arrays with the same numbers, different otherwise. It keys what was computed from the
 * array. Made of two 32-bit hashes and the length, so collisions are practically impossible. The array must not change afterwards.
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
  // The last bytes that do not fill a word.
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

const numbers = new WeakMap<object, number>();
let objects = 0;

/** A short key, unique to each object: for objects that do not change. */
export function identityKey(object: object): string {
  let number = numbers.get(object);
  if (number === undefined) {
    number = objects++;
    numbers.set(object, number);
  }
  return `#${number}`;
}
