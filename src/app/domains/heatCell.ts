/** What the heat map's numbers show. */
export type CellKind = "loss" | "accuracy" | "loss difference" | "accuracy difference" | "share";

/** A cell's text: nats with two digits, shares in percent; unknown values and shares that round to 0% are left blank. */
export function cellText(value: number, kind: CellKind): string {
  if (Number.isNaN(value)) return kind === "share" ? "" : "N/A";
  if (kind === "loss") return value.toFixed(2);
  if (kind === "loss difference") return value === 0 ? "best" : `+${value.toFixed(2)}`;
  if (kind === "accuracy difference") return value === 0 ? "best" : `−${Math.abs(100 * value).toFixed(1)}`;
  return value < 0.005 ? "" : `${(100 * value).toFixed(0)}%`;
}

/** Strength of each cell in a row, 0 … 1: the best cell has 1; a share is its own strength. NaN stays NaN. */
export function strengths(values: readonly number[], kind: CellKind): number[] {
  if (kind === "share") return [...values];
  const known = values.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const lessIsBetter = kind.startsWith("loss");
  return values.map((value) =>
    Number.isNaN(value) ? value : high === low ? 1 : (lessIsBetter ? high - value : value - low) / (high - low),
  );
}
