/** An error's message, for display. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
