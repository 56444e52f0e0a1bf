export interface Estimate {
  value: number;
  /** NaN where there is none; `TO_COME` while it is being computed. */
  interval: [low: number, high: number];
}

/** Excludes nothing yet. */
export const TO_COME: Estimate["interval"] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

export const isToCome = ({ interval: [low] }: Estimate): boolean => low === Number.NEGATIVE_INFINITY;
