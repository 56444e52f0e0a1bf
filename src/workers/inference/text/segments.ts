/**
 * The words of a text. A word is a longest run of characters that are not white space (`\s`); a run in which a script is written
 * without spaces is cut further, as a reader of that script would, by the browser's own dictionary (Intl.Segmenter).
 */

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Part of the word before it: punctuation belongs to a word here, as it does where words are parted by spaces. */
const ATTACHED = /^[^\p{L}\p{N}]+$/u;

/** Kept whole, as words of their own. */
const MASK = /(\[MASK\]|<mask>)/;

/** One language for everybody: the same text has the same words on every machine with the same dictionaries. */
const segmenter =
  typeof Intl !== "undefined" && "Segmenter" in Intl ? new Intl.Segmenter("en", { granularity: "word" }) : null;

export interface Word {
  /** The word with the white space in front of it, as it stands in the text. */
  piece: string;
  /** Without. */
  word: string;
  /** Whether it goes on where the word before it ends, without white space between. */
  attached: boolean;
}

/** Words in the order of the text; white space at its end belongs to none. */
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

/** A run cut into words; without a dictionary, into characters. */
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
