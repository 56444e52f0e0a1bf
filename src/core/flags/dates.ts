const ISO_DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/**
 * The time span that an ISO year, year-month or date covers, in decimal years: [start, end). Null for anything else. A month is a
 * twelfth of a year and a day an equal share of its month, so that spans nest exactly and keep their order.
 */
export function yearSpan(date: string): [number, number] | null {
  const match = ISO_DATE.exec(date);
  if (!match) return null;
  const year = Number(match[1]);
  if (match[2] === undefined) return [year, year + 1];
  const month = Number(match[2]);
  if (month < 1 || month > 12) return null;
  if (match[3] === undefined) return [year + (month - 1) / 12, year + month / 12];
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Number(match[3]);
  if (day < 1 || day > days) return null;
  return [year + (month - 1 + (day - 1) / days) / 12, year + (month - 1 + day / days) / 12];
}
