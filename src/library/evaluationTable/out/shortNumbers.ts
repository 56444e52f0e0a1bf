/** Figures as they are written: in single precision they are the same. */
import { PER_PROMPTS } from "../evaluationTable.ts";

/** The number with the fewest digits that is the same in single precision: 0.1, not 0.10000000149011612. */
export function shortest(value: number): number {
  return shortestOf(value, (short) => Math.fround(short) === Math.fround(value));
}

/** A cost for 1,000 prompts as that of one call. */
export function perCall(value: number): number {
  return shortestOf(value / PER_PROMPTS, (short) => Math.fround(short * PER_PROMPTS) === Math.fround(value));
}

function shortestOf(value: number, same: (short: number) => boolean): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  for (let digits = 6; digits <= 16; digits++) {
    const short = Number(value.toPrecision(digits));
    if (same(short)) return short;
  }
  return value;
}
