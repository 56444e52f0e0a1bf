/** Detects the encoding of bytes: by a byte-order mark, by the zeros of UTF-16, else UTF-8 if valid, else Windows-1252. */

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const ENCODINGS: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16, little-endian",
  "utf-16be": "UTF-16, big-endian",
  "windows-1252": "Windows-1252 (Latin-1)",
};

/**
 * @param bytes the beginning of a file, or all of it
 * @param whole whether these are all bytes: an incomplete character at the end is then an error
 */
export function encodingOf(bytes: Uint8Array, whole = false): Encoding {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // Latin text in UTF-16 has a zero in every second byte.
  const sample = bytes.subarray(0, 2000);
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]!++;
  });
  if (zeros[1]! > sample.length / 5 && zeros[0]! < sample.length / 50) return "utf-16le";
  if (zeros[0]! > sample.length / 5 && zeros[1]! < sample.length / 50) return "utf-16be";
  return isUtf8(bytes, whole) ? "utf-8" : "windows-1252";
}

function isUtf8(bytes: Uint8Array, whole: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}
