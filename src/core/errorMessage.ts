/** What an error has to say to a person. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
