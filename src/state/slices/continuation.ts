/** How a text is continued. `temperature` 0 takes the most probable token each time. */
export interface ContinuationSettings {
  chat: boolean;
  temperature: number;
  seed: number;
  /** Most tokens to add. */
  most: number;
}

/** What a causal expert has added to the prompt. */
export interface ContinuationState {
  expertId: string;
  /** The prompt as typed. */
  prompt: string;
  /** What of it is continued: without flags, up to its first mask. */
  read: string;
  settings: ContinuationSettings;
  /** So far. */
  text: string;
  tokens: number;
  /** `stopped` by the reader; `ended` by the model, `full` at the length asked for. */
  status: "writing" | "stopped" | "ended" | "full" | "failed";
  message: string | null;
}
