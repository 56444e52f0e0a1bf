import { type Encoding, encodingOf } from "./encoding.ts";

/** Bytes decoded at a time. */
const CHUNK = 1 << 22;
/** Bytes from which the encoding is first guessed; an error further on makes the file Windows-1252 after all. */
const SAMPLE = 1 << 18;

/** The text of a file in pieces, so that a large file is never in memory as a whole. */
export interface TextSource {
  encoding: Encoding;
  bytes: number;
  /** The pieces in order, each with the number of bytes read so far. */
  chunks(): AsyncGenerator<{ text: string; loaded: number; last: boolean }>;
}

/** The bytes are no UTF-8, as their beginning was. */
class NotUtf8Error extends Error {
  override readonly name = "NotUtf8Error";
}

/**
 * Reads the text of a file. Where it turns out only far from its beginning not to be UTF-8, it is read again as Windows-1252: to look
 * through every large file before it is read would take longer.
 * @param encoding overrides the detected one
 * @returns what `read` makes of it, which is called once or twice
 */
export async function readText<T>(
  blob: Blob,
  read: (source: TextSource) => Promise<T>,
  encoding?: Encoding,
): Promise<T> {
  if (encoding) return read(sourceOf(blob, encoding));
  const sample = new Uint8Array(await blob.slice(0, SAMPLE).arrayBuffer());
  const guess = encodingOf(sample, blob.size <= SAMPLE);
  try {
    return await read(sourceOf(blob, guess, guess === "utf-8"));
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    return read(sourceOf(blob, "windows-1252"));
  }
}

/** @param fatal whether its text throws a NotUtf8Error at bytes that do not belong to the encoding */
function sourceOf(blob: Blob, encoding: Encoding, fatal = false): TextSource {
  return {
    encoding,
    bytes: blob.size,
    async *chunks() {
      const decoder = new TextDecoder(encoding, { fatal });
      for (let at = 0; at < blob.size || at === 0; at += CHUNK) {
        const end = Math.min(blob.size, at + CHUNK);
        const last = end >= blob.size;
        const bytes = await blob.slice(at, end).arrayBuffer();
        yield { text: decoded(decoder, bytes, !last), loaded: end, last };
      }
    },
  };
}

function decoded(decoder: TextDecoder, bytes: ArrayBuffer, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch (error) {
    throw new NotUtf8Error("These bytes are no UTF-8.", { cause: error });
  }
}

/** The whole text. */
export async function wholeText(source: TextSource): Promise<string> {
  let text = "";
  for await (const chunk of source.chunks()) text += chunk.text;
  return text;
}
