import { RAW_SCORE } from "../out/ownForm.ts";
import { TableError } from "../read/rawTable.ts";
import type { ColumnFacts } from "./roles.ts";
import { isLossName } from "./roles.ts";
import type { ScoreScale } from "./scoreScales.ts";

/** A score as stored by the app: higher is better, and 1 is the best on a bounded scale. */
export function onScale(value: number, scale: ScoreScale): number {
  if (isFailedJudgement(value, scale)) return Number.NaN;
  if (scale === "percent") return value / 100;
  if (scale === "ten") return value / 10;
  if (scale === "five") return value / 5;
  return scale === "loss" ? 1 - value : value;
}

/** −1 on a scale that judges use: the judgement could not be read. */
const isFailedJudgement = (value: number, scale: ScoreScale): boolean =>
  value === -1 && (scale === "ten" || scale === "five");

/** The scale that fits all score columns together. */
export function inferScale(scores: readonly Pick<ColumnFacts, "name" | "profile">[]): ScoreScale {
  if (scores.length > 0 && scores.every(({ name }) => name.startsWith(RAW_SCORE))) return "other";
  if (scores.length > 0 && scores.every(({ name }) => isLossName(name))) return "loss";
  const judged = Math.min(...scores.map(({ profile }) => profile.leastJudged));
  const least = judged >= 1 ? judged : Math.min(...scores.map(({ profile }) => profile.least));
  const largest = Math.max(...scores.map(({ profile }) => profile.largest));
  const sum = (key: "positive" | "upToOne") => scores.reduce((total, { profile }) => total + profile[key], 0);
  if (!(largest > 1) && least >= 0) return "unit";
  if (least < 0) return "other";
  // Most scores are at most 1: larger ones are mistakes, not another scale.
  if (2 * sum("upToOne") >= sum("positive")) return "unit";
  if (largest <= 5 && least >= 1) return "five";
  if (largest <= 10) return "ten";
  return largest <= 100 ? "percent" : "other";
}

/** The scale of one column in a table with another scale: a column from 0 to 1 among others from 0 to 100, or the reverse. */
export function ownScale(column: Pick<ColumnFacts, "profile">, scale: ScoreScale): ScoreScale {
  const { largest, whole, least, percents, figures } = column.profile;
  // Cells with a percent sign were divided by 100 when they were read.
  if (percents > 0 && percents === figures) return "unit";
  if ((scale === "percent" || scale === "ten") && largest <= 1 && least >= 0 && !whole) return "unit";
  if (scale === "unit" && largest > 10 && largest <= 100 && column.profile.upToOne <= column.profile.positive / 10)
    return "percent";
  return scale;
}

/** Throws a TableError for a score outside a bounded scale. */
export function checkScore(value: number, scale: ScoreScale, where: () => { file: string; place: string }): void {
  if (scale === "loss" || scale === "other" || Number.isNaN(value) || isFailedJudgement(value, scale)) return;
  const top = { unit: 1, percent: 100, ten: 10, five: 5 }[scale];
  if (value >= 0 && value <= top) return;
  const { file, place } = where();
  throw new TableError(
    file,
    `${file}, ${place}: the score ${value} is not from 0 to ${top}. Choose another scale, mend it, or ignore the column.`,
  );
}
