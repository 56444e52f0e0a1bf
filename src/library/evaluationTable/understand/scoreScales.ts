/** The scale of a table's scores. `loss`: lower is better; `other`: kept as they are, higher is better. */
export type ScoreScale = "unit" | "percent" | "ten" | "five" | "loss" | "other";

export const SCALES: Readonly<Record<ScoreScale, { label: string; about: string }>> = {
  unit: { label: "0 to 1, or right and wrong", about: "kept as they are" },
  percent: { label: "0 to 100", about: "divided by 100" },
  ten: { label: "1 to 10", about: "divided by 10" },
  five: { label: "1 to 5", about: "divided by 5" },
  loss: { label: "losses: lower is better", about: "a score is 1 − the loss" },
  other: { label: "another scale: higher is better", about: "kept as they are" },
};
