/**
 * The text of a link's fragment, written so that it survives chat programs, mail and issue trackers.
 *
 * They drop a last character that could be punctuation, take `+` for a plus, escape `&`, or encode the whole a second time. So
 * a value keeps only letters, digits, `-`, `_`, `.` and `~` unescaped; spaces are `%20`; the last character is always a letter or a
 * digit; and where there are escapes, one is not that of `%` itself: after a second encoding all of them are.
 */

/** What `encodeURIComponent` leaves but some programs take for the end of a link, or for markup. */
const RISKY = /[!*'()]/g;
/** Escapes of the percent sign alone: what a fragment that was encoded twice consists of. */
const ONLY_PERCENT = /^[^%]*(?:%25[^%]*)+$/;

/** Escapes any one character, also those that need none. */
function escaped(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}

/** The parameters as text, without a leading `#`; `readFragment` gives them back. */
export function writeFragment(parameters: URLSearchParams): string {
  // Empty values first: an "=" at the end cannot be escaped.
  const ordered = [...parameters].sort(([, a], [, b]) => Number(a !== "") - Number(b !== ""));
  const text = ordered.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join("&");
  const ended = text.replace(/[^A-Za-z0-9=]$/, escaped);
  // One more escape, of the last letter of a key, tells this text from one that was encoded twice.
  return ONLY_PERCENT.test(ended) ? ended.replace(/([^%=&])(?==)/, escaped) : ended;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(RISKY, escaped);
}

/** Reads a fragment of this form, of the form before (`+` for spaces), or of either after another program had it. Never throws. */
export function readFragment(fragment: string): URLSearchParams {
  const bare = fragment
    .replace(/^#/, "")
    // No form has these unescaped: a program put them there, as in <address> or "address".
    .replace(/[<>()[\]{}"'“”«»,;!?\s]+$/u, "")
    .replace(/&amp;/g, "&");
  return new URLSearchParams(ONLY_PERCENT.test(bare) && !bare.includes("+") ? bare.replaceAll("%25", "%") : bare);
}
