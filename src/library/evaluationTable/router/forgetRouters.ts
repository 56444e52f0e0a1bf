import type { LocalStore } from "../../storage/localStore.ts";

/** Deletes all routers that were trained on a table. @param table the folder of its library. Throws a StorageError. */
export async function forgetRouters(store: LocalStore, table: string): Promise<void> {
  for (const { key, value } of await store.records("router")) {
    if ((value as { table?: unknown } | null)?.table === table) await store.remove(key);
  }
}
