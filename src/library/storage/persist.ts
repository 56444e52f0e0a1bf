/**
 * Asks the browser to keep what this site has stored until the user clears it, where else it may clear it when space runs short.
 * Some browsers ask the user, others decide by themselves. Gives whether it will; never rejects.
 */
export async function askToPersist(
  storage: Partial<Pick<StorageManager, "persist" | "persisted">> | undefined = globalThis.navigator?.storage,
): Promise<boolean> {
  try {
    return (await storage?.persisted?.()) || ((await storage?.persist?.()) ?? false);
  } catch {
    return false;
  }
}
