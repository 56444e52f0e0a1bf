/**
 * @file The text of a link's fragment, written so that programs which transport links do not change its meaning. Such programs drop
 * trailing punctuation, treat a following `>` or `)` as part of the link, replace spaces by `+` or the reverse, escape `&` as HTML
 * does, or percent-encode it a second time.
 */

/** The last part of every link: anything after it was added by others, and its value shows how often the link was encoded. */
export const END = "end";
const END_VALUE = "&";
/** A link encoded more often than this cannot be genuine. */
const MOST_ENCODINGS = 4;

/**
 * Writes parts as a fragment. Values contain no unescaped character besides letters, digits and `- . _ ~`, and the very last
 * character is a letter or a digit.
 */
export function writeFragment(parts: Iterable<readonly [key: string, value: string]>): string {
  const written = Array.from(parts, ([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`);
  if (written.length === 0) return "";
  return [...written, `${END}=${percentEncode(END_VALUE)}`].join("&");
}

/**
 * Reads a fragment, with or without its `#`, after any of these changes. Links without an end marker, which older versions wrote,
 * are read as they are. The end marker is not among the parts.
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

/**
 * Encodes everything except letters, digits and `- . _ ~`; at the very end of the text these four are encoded too. Half a surrogate
 * pair becomes U+FFFD.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(UTF_8.decode(new TextEncoder().encode(text)))
    .replace(/[!'()*]/g, hex)
    .replace(/[-._~]$/, hex);
}

/** Keeps a byte order mark, with which a text may begin. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** A fragment in which `=` and `&` were encoded too, before that was done. */
function unwrapped(fragment: string): string {
  let text = fragment;
  for (let k = 0; k < MOST_ENCODINGS && !text.includes("=") && /%(?:25)*3D/i.test(text); k++) text = decoded(text, 1);
  return text;
}

/** How many extra times the end was encoded. Characters after it came from the text around the link. */
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
