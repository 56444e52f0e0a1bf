import { withCommas } from "../../../core/withCommas.ts";

/** Names beyond this limit are only counted. */
const MOST_NAMES = 5;

export function names(of: readonly string[]): string {
  const shown = of.slice(0, MOST_NAMES).join(", ");
  return of.length > MOST_NAMES ? `${shown} and ${of.length - MOST_NAMES} more` : shown;
}

/** "1 prompt is", "3 prompts are" */
export const counted = (count: number, one: string, many: string): string =>
  `${withCommas(count)} ${count === 1 ? one : many}`;
