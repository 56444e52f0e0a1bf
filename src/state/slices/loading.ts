/** Progress of a download or start-up; `loaded` and `total` are bytes. */
export type Loading =
  | { status: "idle" }
  | { status: "loading"; loaded: number; total: number }
  | { status: "ready" }
  | { status: "failed"; message: string };
