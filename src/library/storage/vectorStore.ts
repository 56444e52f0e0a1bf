/**
 * Vectors of texts that took long to compute, in this browser's IndexedDB: by the model that made them and the text's SHA-256. It is a
 * cache: where storage is blocked, full or absent, nothing is kept and nothing fails.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { browserHashing, sha256Hex } from "./hash.ts";

export interface VectorStore {
  /** By place of the text; null where none is kept. */
  read(model: string, texts: readonly string[]): Promise<(Float32Array | null)[]>;
  /** @param data texts × columns */
  keep(model: string, texts: readonly string[], columns: number, data: Float32Array): Promise<void>;
}

interface Schema extends DBSchema {
  vectors: { key: string; value: Float32Array };
}

/** Beyond this many all are dropped: some 150 MB of vectors of 384 numbers. */
const MOST = 100_000;

export function vectorStore(): VectorStore {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opened ??= openDB<Schema>("tryage-vectors", 1, {
      upgrade: (created) => {
        created.createObjectStore("vectors");
      },
      terminated: () => {
        opened = null;
      },
    });
    return opened;
  };
  const keysOf = (model: string, texts: readonly string[]) =>
    Promise.all(
      texts.map(async (text) => `${model} ${await sha256Hex(new TextEncoder().encode(text).buffer as ArrayBuffer)}`),
    );
  const usable = () => globalThis.indexedDB !== undefined && browserHashing() !== null;
  return {
    read: async (model, texts) => {
      if (!usable()) return texts.map(() => null);
      try {
        const keys = await keysOf(model, texts);
        const store = (await database()).transaction("vectors").store;
        return await Promise.all(keys.map(async (key) => (await store.get(key)) ?? null));
      } catch {
        return texts.map(() => null);
      }
    },
    keep: async (model, texts, columns, data) => {
      if (!usable()) return;
      try {
        const keys = await keysOf(model, texts);
        const transaction = (await database()).transaction("vectors", "readwrite");
        if ((await transaction.store.count()) + keys.length > MOST) await transaction.store.clear();
        await Promise.all([
          ...keys.map((key, i) => transaction.store.put(data.slice(i * columns, (i + 1) * columns), key)),
          transaction.done,
        ]);
      } catch {
        // It is computed again next time.
      }
    },
  };
}
