/**
 * The words of a text. A word is a maximal run of characters that are not white space (`\s`); a run in a script written without
 * spaces is split further by the browser's dictionary (Intl.Segmenter), as a reader of that script would.
 */

/** Scripts without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Part of the preceding word: punctuation belongs to a word here, as in scripts with spaces. */
const ATTACHED = /^[^\p{L}\p{N}]+$/u;

/** Kept whole, as words of their own. */
const MASK = /(\[MASK\]|<mask>)/;

/** One fixed language: a text has the same words on every machine with the same dictionaries. */
const segmenter =
  typeof Intl !== "undefined" && "Segmenter" in Intl ? new Intl.Segmenter("en", { granularity: "word" }) : null;

export interface Word {
  /** The word with the white space before it, as in the text. */
  piece: string;
  /** The word without it. */
  word: string;
  /** Whether it directly follows the preceding word, without white space. */
  attached: boolean;
}

/** Words in text order; white space at the end belongs to no word. */
export function* wordsOf(text: string): Generator<Word> {
  for (const [piece, run] of text.matchAll(/\s*(\S+)/g)) {
    const space = piece.slice(0, piece.length - run!.length);
    let first = true;
    for (const word of UNSPACED.test(run!) ? run!.split(MASK).filter(Boolean).flatMap(cut) : [run!]) {
      yield { piece: first ? space + word : word, word, attached: !first };
      first = false;
    }
  }
}

/** A run split into words; without a dictionary, into characters. */
function cut(run: string): string[] {
  if (MASK.test(run)) return [run];
  const parts = segmenter ? Array.from(segmenter.segment(run), ({ segment }) => segment) : [...run];
  const words: string[] = [];
  for (const part of parts) {
    if (words.length > 0 && ATTACHED.test(part)) words[words.length - 1] += part;
    else words.push(part);
  }
  return words;
}
