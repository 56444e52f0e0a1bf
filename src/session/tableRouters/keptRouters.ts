/** Routers trained on tables, kept in this browser beside their table. */
import { loadRouter, saveRouter } from "../../lab/router/saveRouter.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { sha256Hex } from "../../library/storage/hash.ts";
import type { LocalStore } from "../../library/storage/localStore.ts";

interface KeptRouter {
  /** Folder of the library that it was trained on. */
  table: string;
  /** The router without its arrays, which are a file of the record. */
  json: unknown;
}

/** Stores a router; replaces the same one. Throws a StorageError. */
export async function keepRouter(store: LocalStore, table: string, router: TrainedRouter): Promise<void> {
  const { json, arrays } = saveRouter(router);
  const sha256 = await sha256Hex(arrays.buffer);
  const value: KeptRouter = { table, json };
  const record = { key: keyOf(table, router.id), kind: "router", added: Date.now(), files: [sha256], value } as const;
  await store.put(record, new Map([[sha256, arrays.buffer]]));
}

/** The routers of a table, oldest first. Those that this version cannot read, or whose numbers are lost, are left out. Throws a StorageError. */
export async function keptRouters(store: LocalStore, table: string): Promise<TrainedRouter[]> {
  const found: TrainedRouter[] = [];
  for (const { value, files } of await store.records("router")) {
    const kept = value as Partial<KeptRouter> | null;
    if (kept?.table !== table || files[0] === undefined) continue;
    const content = await store.file(files[0]);
    if (!content) continue;
    try {
      found.push(loadRouter({ json: kept.json, arrays: new Uint8Array(content) }));
    } catch {
      // Of another version of the page.
    }
  }
  return found;
}

/** Deletes a router. Throws a StorageError. */
export const forgetRouter = (store: LocalStore, table: string, id: string): Promise<void> =>
  store.remove(keyOf(table, id));

const keyOf = (table: string, id: string): string => `router ${table} ${id}`;
