import type { Column } from "../read/rawTable.ts";
import { type Cell, hasDecimalComma, readCell } from "./cell.ts";

/** Statistics of a column's cells, in numbers of rows. */
export interface Profile {
  missing: number;
  /** Cells that can be read as figures: numbers, percentages, words for right and wrong. */
  figures: number;
  words: number;
  percents: number;
  unreadable: number;
  /** Over the figures; ±∞ if there are none. */
  least: number;
  largest: number;
  /** The least figure other than −1, which judges write where they failed; ∞ if there is none. */
  leastJudged: number;
  whole: boolean;
  /** Figures above 0, and how many of these are at most 1. */
  positive: number;
  upToOne: number;
  /** Different texts. */
  distinct: number;
  /** Mean length of the non-empty cells. */
  length: number;
  /** Whether the cells number the rows, from 0 or 1. */
  counts: boolean;
}

/** The figures of a column, by code of its text; each is read once. */
export function figuresOf(column: Column, decimalComma: boolean): Cell[] {
  const comma = decimalComma || column.texts.some(hasDecimalComma);
  return column.texts.map((text) => readCell(text, comma));
}

export function profileOf(column: Column, rows: number, figures: readonly Cell[]): Profile {
  const profile: Profile = {
    missing: 0,
    figures: 0,
    words: 0,
    percents: 0,
    unreadable: 0,
    least: Number.POSITIVE_INFINITY,
    largest: Number.NEGATIVE_INFINITY,
    leastJudged: Number.POSITIVE_INFINITY,
    whole: true,
    positive: 0,
    upToOne: 0,
    distinct: column.texts.length - 1,
    length: 0,
    counts: true,
  };
  let letters = 0;
  const start = figures[column.code(0)]?.value ?? Number.NaN;
  if (!(start === 0 || start === 1)) profile.counts = false;
  for (let row = 0; row < rows; row++) {
    const code = column.code(row);
    const { value, kind } = figures[code]!;
    letters += column.texts[code]!.length;
    if (value !== start + row) profile.counts = false;
    if (kind === "missing") profile.missing++;
    else if (kind === "unreadable") profile.unreadable++;
    else {
      profile.figures++;
      if (kind === "word") profile.words++;
      if (kind === "percent") profile.percents++;
      if (value < profile.least) profile.least = value;
      if (value !== -1 && value < profile.leastJudged) profile.leastJudged = value;
      if (value > profile.largest) profile.largest = value;
      if (!Number.isInteger(value)) profile.whole = false;
      if (value > 0) profile.positive++;
      if (value > 0 && value <= 1) profile.upToOne++;
    }
  }
  profile.length = letters / Math.max(1, rows - profile.missing);
  return profile;
}
