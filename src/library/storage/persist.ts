/**
 * Asks the browser to keep this site's data until the user clears it; otherwise it may delete them when space runs short. Some
 * browsers ask the user, others decide by themselves. Returns the answer; never rejects.
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
