/**
 * Lists of texts as messages carry them. Cloning 100,000 strings takes the page tens of milliseconds per list, within one task that
 * nothing can interrupt; one long string and an array of numbers take about one.
 */

/** A list of texts: where few differ, by code; else one after the other. */
export type PackedTexts =
  | { distinct: string[]; codes: Uint16Array<ArrayBuffer> }
  | { joined: string; ends: Uint32Array<ArrayBuffer> };

/** A list with more different texts than this is packed end to end: its codes would save nothing. */
const MOST_DISTINCT = 1_000;
/** Browsers refuse strings much longer than this. */
const LONGEST = 1 << 28;

/**
 * Packs texts of any content, lone surrogates included.
 * @returns null if they are too long to be packed
 */
export function packTexts(texts: readonly string[]): PackedTexts | null {
  const coded = codedTexts(texts);
  if (coded) return coded;
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    end += texts[i]!.length;
    if (end > LONGEST) return null;
    ends[i] = end;
  }
  return { joined: texts.join(""), ends };
}

function codedTexts(texts: readonly string[]): PackedTexts | null {
  const known = new Map<string, number>();
  const codes = new Uint16Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    let code = known.get(texts[i]!);
    if (code === undefined) {
      if (known.size === MOST_DISTINCT) return null;
      code = known.size;
      known.set(texts[i]!, code);
    }
    codes[i] = code;
  }
  return { distinct: [...known.keys()], codes };
}

/** The texts that were packed, in their order. */
export function unpackTexts(packed: PackedTexts): string[] {
  const texts: string[] = new Array("codes" in packed ? packed.codes.length : packed.ends.length);
  if ("codes" in packed) {
    for (let i = 0; i < texts.length; i++) texts[i] = packed.distinct[packed.codes[i]!]!;
    return texts;
  }
  let start = 0;
  for (let i = 0; i < texts.length; i++) {
    const end = packed.ends[i]!;
    texts[i] = packed.joined.slice(start, end);
    start = end;
  }
  return texts;
}
