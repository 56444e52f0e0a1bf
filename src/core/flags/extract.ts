/**
 * Finds flags, `[Flag: …]`, in a prompt and cuts them out.
 *
 * One pass with a stack of open brackets, so that removing a flag cannot leave another one behind ("[Fl[Flag: a]ag: b]" gives
 * two flags) and the time grows with the length of the text only. A flag stands on one line and holds no brackets.
 */
const WISH = /^\s*flag\s*[:：](.*)$/iu;
const SPACE = /\s/u;
const NEWLINE = /[\n\r\u2028\u2029]/u;
/** Punctuation that no space goes before: "[MASK] [Flag: small]." leaves "[MASK].". */
const CLOSING = /[.,;:!?)。，；：！？）]/u;

export interface FlagText {
  /** What stands after the colon, without outer whitespace. */
  directive: string;
  /** First and one past the last UTF-16 position of the flag, brackets included, in the prompt as typed. */
  range: [number, number];
}

interface OpenBracket {
  source: number;
  place: Place;
}

/** How far the kept text reaches, and where in it the last visible character and the last line break end. */
interface Place {
  length: number;
  ink: number;
  newline: number;
}

/** The prompt without one of its flags; of the white space around it one run stays, none at the ends of the text. */
export function withoutFlag(prompt: string, [start, end]: readonly [number, number]): string {
  const before = prompt.slice(0, start);
  const after = prompt.slice(end);
  if (after.trim() === "") return before.trimEnd();
  const spaced = before === "" || /\s$/u.test(before);
  return before + (spaced ? after.trimStart() : after);
}

/** Splits a prompt into its flags, in order of their last character, and the text without them. Never throws. */
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
    // Whatever is open now holds a bracket or a line break that stays.
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

  /** Of the whitespace before and after a cut one run stays, none at the ends of the text. Returns the last position consumed. */
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
