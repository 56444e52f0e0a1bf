/**
 * Libraries and experts added by the user, stored in the browser's IndexedDB so that they survive a reload. A record describes the
 * item; its files are stored next to it by SHA-256, so that two records can share a file and a worker can get one by its hash
 * alone.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { StorageError } from "../errors.ts";
import { asBlobs } from "./asBlobs.ts";

export interface LocalRecord {
  key: string;
  kind: "library" | "expert" | "router" | "encoder";
  /** When, in milliseconds since 1970. */
  added: number;
  /** SHA-256 of the files that belong to it. */
  files: readonly string[];
  /** The data needed to open it again: plain data, to be validated when read, as another version may have written it. */
  value: unknown;
}

export interface LocalStore {
  /** In the order in which they were added. Throws a StorageError. */
  records(kind: LocalRecord["kind"]): Promise<LocalRecord[]>;
  /** Stores a record and its files, all or nothing; replaces one with the same key. Throws a StorageError. */
  put(record: LocalRecord, files: ReadonlyMap<string, ArrayBuffer | Blob>): Promise<void>;
  /** Deletes a record, and those of its files that no other record needs. Throws a StorageError. */
  remove(key: string): Promise<void>;
  /** A file by its SHA-256; null when it is not stored. Throws a StorageError. */
  file(sha256: string): Promise<ArrayBuffer | null>;
}

const LOCAL_SCHEME = "local:";

/** A URL for the folder of a record's files: it is never requested, its files are found by their hash. */
export const localFolder = (key: string): string => `${LOCAL_SCHEME}//${key}/`;

export const isLocal = (url: string): boolean => url.startsWith(LOCAL_SCHEME);

const DATABASE = "tryage-added";
const VERSION = 1;
const STORES = ["records", "files"] as const;

interface Schema extends DBSchema {
  records: { key: string; value: LocalRecord };
  files: { key: string; value: ArrayBuffer | Blob };
}

type Database = IDBPDatabase<Schema>;
type Work<Mode extends IDBTransactionMode, T> = (
  transaction: IDBPTransaction<Schema, typeof STORES, Mode>,
) => Promise<T>;

/**
 * This browser's database. It is opened on first use, and again after the browser has closed it: because the site's data were
 * cleared, the page was in the background, or a newer version of the app in another tab needs to upgrade it.
 */
export function browserStore(): LocalStore {
  let opened: Promise<Database> | null = null;
  const forget = (database: Promise<Database>) => {
    if (opened === database) opened = null;
  };
  const database = (): Promise<Database> => {
    if (opened) return opened;
    const opening: Promise<Database> = open(() => forget(opening));
    opened = opening;
    opening.catch(() => forget(opening)); // the user may allow storage later
    return opening;
  };

  /** Runs `work` in one transaction and resolves once it is committed. Throws a StorageError. */
  async function transact<Mode extends IDBTransactionMode, T>(mode: Mode, work: Work<Mode, T>): Promise<T> {
    const first = database();
    try {
      const connection = await first;
      try {
        return await run(connection, mode, work);
      } catch (error) {
        // Nothing was written. Retry once if the connection was the cause.
        if (opened === first && !isLost(error)) throw error;
        forget(first);
        connection.close();
      }
      return await run(await database(), mode, work);
    } catch (error) {
      throw storageError(error);
    }
  }

  const write = (record: LocalRecord, contents: ReadonlyMap<string, ArrayBuffer | Blob>) =>
    transact("readwrite", async (transaction) => {
      const [records, files] = [transaction.objectStore("records"), transaction.objectStore("files")];
      const all = await records.getAll();
      const others = all.filter(({ key }) => key !== record.key);
      const before = all.find(({ key }) => key === record.key);
      await Promise.all([
        ...[...contents].map(([sha256, content]) => files.put(content, sha256)),
        ...unneeded(before, [...others, record]).map((sha256) => files.delete(sha256)),
        records.put(record),
      ]);
    });

  return {
    records: (kind) =>
      transact("readonly", async (transaction) =>
        (await transaction.objectStore("records").getAll())
          .filter((record) => record.kind === kind)
          .sort((a, b) => a.added - b.added),
      ),
    put: async (record, contents) => {
      try {
        await write(record, await asBlobs(contents));
      } catch (error) {
        if (!(error instanceof StorageError) || !refusesBlobs(error.cause)) throw error;
        await write(record, contents);
      }
    },
    remove: (key) =>
      transact("readwrite", async (transaction) => {
        const [records, files] = [transaction.objectStore("records"), transaction.objectStore("files")];
        const all = await records.getAll();
        const gone = all.find((record) => record.key === key);
        const staying = all.filter((record) => record !== gone);
        await Promise.all([...unneeded(gone, staying).map((sha256) => files.delete(sha256)), records.delete(key)]);
      }),
    file: async (sha256) => {
      const content = await transact("readonly", (transaction) => transaction.objectStore("files").get(sha256));
      if (!(content instanceof Blob)) return content ?? null;
      try {
        return await content.arrayBuffer();
      } catch {
        return null; // The browser has lost the underlying data.
      }
    },
  };
}

/** Files of a removed record that no remaining record needs. */
export function unneeded(gone: LocalRecord | undefined, staying: readonly LocalRecord[]): string[] {
  const needed = new Set(staying.flatMap(({ files }) => files));
  return (gone?.files ?? []).filter((sha256) => !needed.has(sha256));
}

/** @param onClosed called when the browser closes the connection, or when it is closed for a newer version of the app */
function open(onClosed: () => void): Promise<Database> {
  return new Promise((resolve, reject) => {
    let refused = false;
    const opening = openDB<Schema>(DATABASE, VERSION, {
      upgrade: (database) => {
        database.createObjectStore("records", { keyPath: "key" });
        database.createObjectStore("files");
      },
      blocked: () => {
        refused = true;
        reject(new BlockedError());
      },
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        onClosed();
      },
      terminated: onClosed,
    });
    opening.then((database) => (refused ? database.close() : resolve(database)), reject);
  });
}

async function run<Mode extends IDBTransactionMode, T>(
  connection: Database,
  mode: Mode,
  work: Work<Mode, T>,
): Promise<T> {
  const transaction = connection.transaction(STORES, mode);
  // A failed request aborts the transaction; whichever is reported first is the reason.
  const [result] = await Promise.all([work(transaction), transaction.done]);
  return result;
}

/** Safari's private windows can store buffers, but not Blobs. */
const refusesBlobs = (cause: unknown): boolean => ["DataCloneError", "UnknownError"].includes(nameOf(cause));

/** Whether a transaction failed because of the connection and not because of the request. */
const isLost = (error: unknown): boolean => ["InvalidStateError", "UnknownError"].includes(nameOf(error));

/** Another tab holds an older version of the database open. */
class BlockedError extends Error {
  override readonly name = "BlockedError";
}

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : "");

function storageError(cause: unknown): StorageError {
  return new StorageError("storage", sentenceOf(cause), { cause });
}

function sentenceOf(cause: unknown): string {
  switch (nameOf(cause)) {
    case "QuotaExceededError":
      return "This browser has no room left for what you add. Remove an added library or expert, or free disk space; nothing was changed.";
    case "BlockedError":
      return "Another tab of this browser still runs an older version of this page. Close the others, and try again.";
    case "SecurityError":
      return "This browser blocks storage for this site, so what you add cannot be kept. Allow storage (cookies and site data) for it.";
    case "ReferenceError":
    case "TypeError":
    case "InvalidStateError":
      return "This browser does not let the page keep what you add, as in some private windows. Use an ordinary window, or allow storage for this site.";
    default: {
      const said = cause instanceof Error || cause instanceof DOMException ? ` It says: ${cause.message}` : "";
      return `This browser's storage has failed. Reload the page and try again.${said}`;
    }
  }
}
