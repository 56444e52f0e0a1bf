/** How much more data this browser would store for this site. */

/** Bytes by the browser's own estimate; null if there is none. Browsers round it, and may free space when needed. */
export async function roomLeft(
  storage: Pick<StorageManager, "estimate"> | undefined = globalThis.navigator?.storage,
): Promise<number | null> {
  try {
    const { quota, usage } = (await storage?.estimate()) ?? {};
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}
