const DAY = 86_400_000;
const DAYS_PER_YEAR = 365.25;

/**
 * The constraint "recency": years from the middle of the period of an expert's newest text to the library's date. This is the
 * recipe's definition (`middle_of` and `age_in_years` in models/recipe/tryage_recipe/measure/constraints.py): a year counts as its
 * 1 July, a month as its 15th, a day as itself; a year has 365.25 days; rounded to two decimals; a text newer than the library has
 * age 0.
 * @param newestText ISO year, year-month or date; null when unknown
 * @param reference the library's date, `created` in its manifest, read the same way
 * @returns years; NaN when either is unknown or not a date
 */
export function ageInYears(newestText: string | null, reference: string): number {
  const days = (middleOf(reference) - middleOf(newestText ?? "")) / DAY;
  return Math.max(0, Math.round((100 * days) / DAYS_PER_YEAR) / 100);
}

/** The middle day of a period, in milliseconds since 1970; NaN if it is not a date. */
function middleOf(date: string): number {
  const [year, month = "07", day = date.length === 4 ? "01" : "15"] = date.split("-");
  return Date.parse(`${year}-${month}-${day}T00:00:00Z`);
}
