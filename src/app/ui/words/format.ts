import { dollars4 } from "../../../analysis/table/figureFormats.ts";

/** 1 731 234 → "1.7 MB" (decimal units, as browsers show downloads). */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** A count in three significant digits: 1 463 040 → "1.46 M"; unknown counts are named as such. */
export function formatCount(value: number): string {
  if (Number.isNaN(value)) return "N/A";
  if (value < 1_000) return String(Math.round(value));
  if (value < 1_000_000) return `${significant(value / 1_000)} k`;
  return `${significant(value / 1_000_000)} M`;
}

const DOLLARS = "US dollars";

/** Raw value of a constraint in its own unit; unknown values are named as such. */
export function formatRaw(value: number, unit: string): string {
  if (Number.isNaN(value)) return "N/A";
  if (unit === "parameters") return formatCount(value);
  if (unit.startsWith("years")) return `${value.toFixed(1)} y`;
  if (unit === "rate" || unit === "of the prompts") return formatPercent(value);
  if (unit.startsWith(DOLLARS)) return `${dollars4(value)}${unit.slice(DOLLARS.length)}`;
  if (unit === "ms per prompt") return `${formatMilliseconds(value)} ms`;
  return `${significant(value)} ${unit}`;
}

export function formatNats(value: number): string {
  return value.toFixed(2);
}

export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** A difference, with its sign in any case; unknown ones are named as such. @param format of its size */
export function formatSigned(value: number, format: (value: number) => string): string {
  return Number.isFinite(value) ? `${value < 0 ? "−" : "+"}${format(Math.abs(value))}` : "N/A";
}

/** Milliseconds, with the digits that are reproducible. */
export function formatMilliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** λ with a useful number of digits. */
export function formatLambda(lambda: number): string {
  if (lambda > 0 && lambda < 0.01) return String(Number(lambda.toPrecision(2)));
  return lambda === 0 ? "0" : lambda < 10 ? lambda.toFixed(2) : lambda.toFixed(1);
}

/** A tick label in the unit of its constraint, as short as possible. */
export function formatTick(value: number, unit: string): string {
  if (unit === "rate" || unit === "of the prompts") return `${Number((100 * value).toPrecision(6))}%`;
  if (unit.startsWith(DOLLARS)) return `$${Number(value.toPrecision(6))}`;
  if (unit !== "parameters") return String(Number(value.toPrecision(6)));
  if (value >= 1e9) return `${Number((value / 1e9).toPrecision(3))} B`;
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  return value >= 1e3 ? `${Number((value / 1e3).toPrecision(3))} k` : String(value);
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
