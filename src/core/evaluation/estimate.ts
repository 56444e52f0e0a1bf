export interface Estimate {
  value: number;
  /** NaN where there is none. */
  interval: [low: number, high: number];
}
