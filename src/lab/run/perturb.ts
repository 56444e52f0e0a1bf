/** Changes of a prompt that change nothing of what is asked: a router's choice should not flip. */

export interface Perturbation {
  id: string;
  /** Of a cleaned text. */
  change(text: string): string;
}

export const PERTURBATIONS: readonly Perturbation[] = [
  { id: "polite phrase", change: (text) => `Could you please help me with this? ${text}` },
  { id: "lower case", change: (text) => text.toLowerCase() },
  { id: "line break", change: brokenInTheMiddle },
  { id: "one sentence more", change: (text) => `${text} Take your time to think about it.` },
];

/** A line break in place of the space nearest to the middle; at the end if there is no space. */
function brokenInTheMiddle(text: string): string {
  const middle = Math.floor(text.length / 2);
  const [before, after] = [text.lastIndexOf(" ", middle), text.indexOf(" ", middle)];
  const place = after < 0 || (before >= 0 && middle - before <= after - middle) ? before : after;
  return place < 0 ? `${text}\n` : `${text.slice(0, place)}\n${text.slice(place + 1)}`;
}
