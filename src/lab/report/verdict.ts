/** Whether routing pays on a table, in plain words, and never more than the intervals bear. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import { type Comparison, type Judged, LABEL } from "../judge/judge.ts";

/** @param headline the router that was chosen before anything was measured: the best of many would be flattered */
export function verdict(comparison: Comparison, headline: string): string {
  const router = comparison.routers.find(({ id }) => id === headline)!;
  const tried = comparison.routers.filter(({ id }) => id !== LABEL).length;
  const sentences = [atZero(router, comparison), ...onCurve(router), ...asOrder(router)];
  if (tried > 1) {
    sentences.push(
      `${tried} routers were compared: the best figure among them is flattered, so this speaks of “${headline}”, the one set beforehand.`,
    );
  }
  return sentences.join(" ");
}

const isAbove = ({ interval: [low] }: Estimate): boolean => low > 0;
const isBelow = ({ interval: [, high] }: Estimate): boolean => high < 0;

function atZero({ id, score, gain }: Judged, { best, oracle }: Comparison): string {
  const single = `the best single model, ${best.model}`;
  if (!(oracle.value > best.score.value)) {
    return `No router can score higher than ${single}, on this table: no other model is ever better.`;
  }
  const found = `“${id}” scores ${digits(score.value)}; its difference to ${single}, is ${signed(gain)}`;
  if (isAbove(gain)) return `With cost left aside, routing pays on this table: ${found}.`;
  if (isBelow(gain)) return `With cost left aside, routing loses on this table: ${found}.`;
  return `With cost left aside, it cannot be told whether routing pays on this table: ${found}, and the interval holds 0.`;
}

function onCurve({ curve }: Judged): string[] {
  if (!curve) return [];
  const { overHull, overLabel, saving99 } = curve;
  if (Number.isNaN(overHull.value)) return [];
  if (!isAbove(overHull)) {
    const word = isBelow(overHull) ? "loses to" : "shows no certain gain over";
    return [`Along the cost curve it ${word} random mixing of single models: AIQ ${signed(overHull)}.`];
  }
  const found = [`Along the cost curve it gains over random mixing of single models: AIQ ${signed(overHull)}.`];
  if (overLabel) {
    const more = isAbove(overLabel)
      ? "It also gains over"
      : isBelow(overLabel)
        ? "It loses to"
        : "It shows no certain gain over";
    found.push(`${more} the data-set label alone: AIQ ${signed(overLabel)}.`);
  }
  if (isAbove(saving99)) {
    found.push(
      `It keeps 99% of the best single model's score at ${percent(saving99.value)} less cost [${saving99.interval.map(percent).join(", ")}].`,
    );
  }
  return found;
}

function asOrder({ two }: Judged): string[] {
  if (!two) return [];
  const { apgr, overRandom, cpt50 } = two;
  if (Number.isNaN(apgr.value)) return ["The two models score alike, so there is no gap to recover."];
  const figure = `APGR ${digits(apgr.value)} [${apgr.interval.map(digits).join(", ")}], 0.5 being chance`;
  if (isBelow(overRandom)) return [`It orders prompts worse than chance: ${figure}.`];
  if (!isAbove(overRandom)) return [`Its order of prompts cannot be told from chance: ${figure}.`];
  return [
    `It orders prompts better than chance: ${figure}; half of the gap takes ${percent(cpt50.value)} of the calls to the stronger model.`,
  ];
}

export const digits = (value: number): string => (Number.isFinite(value) ? value.toFixed(4) : "n/a");
export const percent = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toFixed(1)}%` : "n/a");

/** A difference with its sign and its 95% interval. */
export function signed({ value, interval }: Estimate): string {
  const sign = (number: number) => (number > 0 ? `+${digits(number)}` : digits(number));
  return `${sign(value)} [${interval.map(sign).join(", ")}]`;
}
