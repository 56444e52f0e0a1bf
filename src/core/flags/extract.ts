/**
 * Finds flags, `[Flag: …]`, in a prompt and cuts them out.
 *
 * One pass with a stack of open brackets, so that removing a flag cannot leave another one behind ("[Fl[Flag: a]ag: b]" gives two
 * flags) and the time is linear in the length of the text. A flag is on one line and contains no brackets.
 */
const WISH = /^\s*flag\s*[:：](.*)$/iu;
const SPACE = /\s/u;
const NEWLINE = /[\n\r\u2028\u2029]/u;
/** Punctuation that no space precedes: "[MASK] [Flag: small]." leaves "[MASK].". */
const CLOSING = /[.,;:!?)。，；：！？）]/u;

export interface FlagText {
  /** The text after the colon, trimmed. */
  directive: string;
  /** Start and end (exclusive) of the flag in the prompt as typed, brackets included, in UTF-16 units. */
  range: [number, number];
}

interface OpenBracket {
  source: number;
  place: Place;
}

/** Length of the kept text, and the ends of its last visible character and last line break. */
interface Place {
  length: number;
  ink: number;
  newline: number;
}

/** The prompt without one of its flags. One run of the whitespace around it is kept, none at the ends of the text. */
export function withoutFlag(prompt: string, [start, end]: readonly [number, number]): string {
  const before = prompt.slice(0, start);
  const after = prompt.slice(end);
  if (after.trim() === "") return before.trimEnd();
  const spaced = before === "" || /\s$/u.test(before);
  return before + (spaced ? after.trimStart() : after);
}

/** Splits a prompt into its flags, ordered by their last character, and the text without them. Never throws. */
export function cutFlags(prompt: string): { text: string; flags: FlagText[] } {
  const kept: string[] = [];
  const flags: FlagText[] = [];
  const open: OpenBracket[] = [];
  let place: Place = { length: 0, ink: 0, newline: 0 };
  for (let at = 0; at < prompt.length; at++) {
    const character = prompt[at]!;
    if (character === "[") open.push({ source: at, place: { ...place } });
    if (character === "]") {
      const bracket = open.at(-1);
      const match = bracket && WISH.exec(kept.slice(bracket.place.length + 1).join(""));
      if (match) {
        flags.push({ directive: match[1]!.trim(), range: [bracket.source, at + 1] });
        open.pop();
        place = bracket.place;
        kept.length = place.length;
        at = tidyCut(at);
        continue;
      }
    }
    // Every bracket still open now contains a bracket or a line break that stays.
    if (character === "]" || NEWLINE.test(character)) open.length = 0;
    keep(character);
  }
  return { text: kept.join(""), flags };

  function keep(character: string): void {
    kept.push(character);
    place.length++;
    if (!SPACE.test(character)) place.ink = place.length;
    if (NEWLINE.test(character)) place.newline = place.length;
  }

  /** Keeps one run of the whitespace around a cut, none at the ends of the text. Returns the last position consumed. */
  function tidyCut(closing: number): number {
    let end = closing + 1;
    let breaks = false;
    for (; end < prompt.length && SPACE.test(prompt[end]!); end++) {
      if (NEWLINE.test(prompt[end]!)) breaks = true;
    }
    const spaceBefore = place.length > place.ink;
    if (end === prompt.length) {
      rewind();
      return end;
    }
    const breaksBefore = place.newline > place.ink;
    if (end === closing + 1) {
      if (CLOSING.test(prompt[end]!) && !breaksBefore && place.ink > 0) rewind();
      return closing;
    }
    if (!spaceBefore && place.length > 0) return closing;
    if (breaks && !breaksBefore) {
      rewind();
      return place.length > 0 ? closing : end - 1;
    }
    return end - 1;
  }

  function rewind(): void {
    place = { length: place.ink, ink: place.ink, newline: Math.min(place.newline, place.ink) };
    kept.length = place.length;
  }
}
