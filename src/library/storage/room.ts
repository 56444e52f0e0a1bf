/** How much more this browser would keep for this site. */

/** Bytes by the browser's own estimate; null where it gives none. Browsers round it, and may free room when they need it. */
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
