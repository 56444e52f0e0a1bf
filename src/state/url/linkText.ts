/**
 * @file The text of a link's fragment, written so that programs which carry links do not change what it says. Such programs drop
 * a last punctuation mark, take a `>` or `)` that follows for a part of the link, write `+` for a space or the other way round,
 * escape `&` as HTML does, or percent-encode once more what is encoded already.
 */

/** The last part of every link: what follows it is not ours, and its value tells how often the link was encoded. */
export const END = "end";
const END_VALUE = "&";
/** A link that was encoded more often than this is not one that was shared. */
const MOST_ENCODINGS = 4;

/** Writes parts as a fragment. No character but `- . _ ~` stands bare in a value, and the very last is a letter or a digit. */
export function writeFragment(parts: Iterable<readonly [key: string, value: string]>): string {
  const written = Array.from(parts, ([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`);
  if (written.length === 0) return "";
  return [...written, `${END}=${percentEncode(END_VALUE)}`].join("&");
}

/**
 * Reads a fragment, with or without its `#`, whatever happened to it on its way. Links without an end, which older versions wrote,
 * are read as they stand. The end itself is not among the parts.
 */
export function readFragment(fragment: string): URLSearchParams {
  const whole = unwrapped(fragment.replace(/^#/, "")).replace(/&(?:(?:amp|#38|#x26);)+/gi, "&");
  const parts = new URLSearchParams(whole);
  const end = parts.get(END);
  parts.delete(END);
  const encodings = end === null ? 0 : encodingsOf(end);
  if (encodings === 0) return parts;
  return new URLSearchParams(Array.from(parts, (part) => part.map((text) => decoded(text, encodings))));
}

/** Encodes all but letters, digits and `- . _ ~`, of which none is left bare at the end. Half a surrogate pair becomes U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(UTF_8.decode(new TextEncoder().encode(text)))
    .replace(/[!'()*]/g, hex)
    .replace(/[-._~]$/, hex);
}

/** Keeps a byte order mark, which a text may begin with. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** A fragment whose `=` and `&` were encoded as well, before that was done. */
function unwrapped(fragment: string): string {
  let text = fragment;
  for (let k = 0; k < MOST_ENCODINGS && !text.includes("=") && /%(?:25)*3D/i.test(text); k++) text = decoded(text, 1);
  return text;
}

/** How often the end was encoded beyond the one time that is usual. Characters after it came with the text around the link. */
function encodingsOf(end: string): number {
  let text = end;
  for (let k = 0; k <= MOST_ENCODINGS; k++) {
    if (text.startsWith(END_VALUE)) return k;
    text = decoded(text, 1);
  }
  return 0;
}

function decoded(text: string, times: number): string {
  let plain = text;
  for (let k = 0; k < times; k++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return plain;
    }
  }
  return plain;
}
