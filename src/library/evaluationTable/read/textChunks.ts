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

/** @param encoding overrides the detected one */
export async function textSource(blob: Blob, encoding?: Encoding): Promise<TextSource> {
  const found = encoding ?? (await encodingIn(blob));
  return {
    encoding: found,
    bytes: blob.size,
    async *chunks() {
      const decoder = new TextDecoder(found);
      for (let at = 0; at < blob.size || at === 0; at += CHUNK) {
        const end = Math.min(blob.size, at + CHUNK);
        const last = end >= blob.size;
        yield {
          text: decoder.decode(await blob.slice(at, end).arrayBuffer(), { stream: !last }),
          loaded: end,
          last,
        };
      }
    },
  };
}

/** The whole text. */
export async function wholeText(source: TextSource): Promise<string> {
  let text = "";
  for await (const chunk of source.chunks()) text += chunk.text;
  return text;
}

async function encodingIn(blob: Blob): Promise<Encoding> {
  const sample = new Uint8Array(await blob.slice(0, SAMPLE).arrayBuffer());
  const guess = encodingOf(sample, blob.size <= SAMPLE);
  if (guess !== "utf-8" || blob.size <= SAMPLE) return guess;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (let at = 0; at < blob.size; at += CHUNK) {
      decoder.decode(await blob.slice(at, at + CHUNK).arrayBuffer(), { stream: at + CHUNK < blob.size });
    }
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}
