/** Policies that send prompts with a score above a threshold to the stronger of two models. */

/** Prompts by falling score, those with equal ones together, which no threshold tells apart. */
export function byScore(scores: ArrayLike<number>, rows: readonly number[]): number[][] {
  const known = rows.filter((row) => Number.isFinite(scores[row]!)).sort((a, b) => scores[b]! - scores[a]!);
  const groups: number[][] = [];
  for (const row of known) {
    const last = groups.at(-1);
    if (last && scores[last[0]!] === scores[row]) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/**
 * Means of some values along the threshold: all prompts' `weak` at first, then group after group their `strong`.
 * @param times how often a prompt counts; once without it
 * @returns `share` of strong calls, ascending from 0 to 1, a point for each threshold between two different scores, and the `mean` there
 */
export function alongThreshold(
  groups: readonly (readonly number[])[],
  weak: (row: number) => number,
  strong: (row: number) => number,
  times: (row: number) => number = () => 1,
): { share: Float64Array; mean: Float64Array } {
  let prompts = 0;
  let sum = 0;
  for (const group of groups) {
    for (const row of group) {
      prompts += times(row);
      sum += times(row) * weak(row);
    }
  }
  const share = new Float64Array(groups.length + 1);
  const mean = new Float64Array(groups.length + 1);
  let sent = 0;
  mean[0] = sum / prompts;
  for (const [k, group] of groups.entries()) {
    for (const row of group) {
      sum += times(row) * (strong(row) - weak(row));
      sent += times(row);
    }
    share[k + 1] = sent / prompts;
    mean[k + 1] = sum / prompts;
  }
  return { share, mean };
}
