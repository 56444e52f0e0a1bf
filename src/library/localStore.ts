/**
 * What the user has added, libraries and single experts, kept in the browser's IndexedDB over a reload. A record says what it is;
 * its files lie beside it by their SHA-256, so that two records may share a file and a worker can fetch one by its hash alone.
 */
import { StorageError } from "./errors.ts";

export interface LocalRecord {
  key: string;
  kind: "library" | "expert";
  /** When, in milliseconds since 1970. */
  added: number;
  /** SHA-256 of the files that belong to it. */
  files: readonly string[];
  /** What its owner needs to open it again: plain data, to be checked when it is read, as another version may have written it. */
  value: unknown;
}

export interface LocalStore {
  /** In the order in which they were added. Throws a StorageError. */
  records(kind: LocalRecord["kind"]): Promise<LocalRecord[]>;
  /** Keeps a record and its files, all or nothing; one of the same key is replaced. Throws a StorageError. */
  put(record: LocalRecord, files: ReadonlyMap<string, ArrayBuffer | Blob>): Promise<void>;
  /** Forgets a record, and those of its files that no other record needs. Throws a StorageError. */
  remove(key: string): Promise<void>;
  /** A file by its SHA-256, null when it is not kept. Throws a StorageError. */
  file(sha256: string): Promise<ArrayBuffer | null>;
}

const LOCAL_SCHEME = "local:";

/** The folder of a record's files, as an address: nothing is ever requested from it, its files are found by their hash. */
export const localFolder = (key: string): string => `${LOCAL_SCHEME}//${key}/`;

export const isLocal = (url: string): boolean => url.startsWith(LOCAL_SCHEME);

const DATABASE = "tryage-added";
const RECORDS = "records";
const FILES = "files";

/** The database of this browser. It is opened when it is first needed. */
export function browserStore(factory: () => IDBFactory = () => indexedDB): LocalStore {
  let opened: Promise<IDBDatabase> | null = null;
  const database = (): Promise<IDBDatabase> => {
    opened ??= open(factory).catch((error) => {
      opened = null; // the user may allow storage later
      throw error;
    });
    return opened;
  };

  /** Runs `work` in one transaction and resolves once it is written. */
  async function transact<T>(mode: IDBTransactionMode, work: (stores: Stores) => Promise<T>): Promise<T> {
    let transaction: IDBTransaction;
    try {
      transaction = (await database()).transaction([RECORDS, FILES], mode);
    } catch (error) {
      throw storageError(error);
    }
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    try {
      const result = work({ records: transaction.objectStore(RECORDS), files: transaction.objectStore(FILES) });
      // A request that fails aborts the transaction; whichever is heard of first is the reason.
      await Promise.all([result, done]);
      return await result;
    } catch (error) {
      throw storageError(error);
    }
  }

  const allRecords = async (records: IDBObjectStore): Promise<LocalRecord[]> =>
    (await result(records.getAll())) as LocalRecord[];

  return {
    records: (kind) =>
      transact("readonly", async ({ records }) =>
        (await allRecords(records)).filter((record) => record.kind === kind).sort((a, b) => a.added - b.added),
      ),
    put: (record, contents) =>
      transact("readwrite", async ({ records, files }) => {
        const others = (await allRecords(records)).filter(({ key }) => key !== record.key);
        const before = (await result(records.get(record.key))) as LocalRecord | undefined;
        for (const [sha256, content] of contents) files.put(content, sha256);
        for (const sha256 of unneeded(before, [...others, record])) files.delete(sha256);
        records.put(record);
      }),
    remove: (key) =>
      transact("readwrite", async ({ records, files }) => {
        const all = await allRecords(records);
        const gone = all.find((record) => record.key === key);
        for (const sha256 of unneeded(
          gone,
          all.filter((record) => record !== gone),
        ))
          files.delete(sha256);
        records.delete(key);
      }),
    file: async (sha256) => {
      const content = (await transact("readonly", ({ files }) => result(files.get(sha256)))) as
        | ArrayBuffer
        | Blob
        | undefined;
      return content instanceof Blob ? content.arrayBuffer() : (content ?? null);
    },
  };
}

interface Stores {
  records: IDBObjectStore;
  files: IDBObjectStore;
}

/** Files of a record that goes which none of the records that stay needs. */
export function unneeded(gone: LocalRecord | undefined, staying: readonly LocalRecord[]): string[] {
  const needed = new Set(staying.flatMap(({ files }) => files));
  return (gone?.files ?? []).filter((sha256) => !needed.has(sha256));
}

function open(factory: () => IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory().open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(RECORDS, { keyPath: "key" });
      request.result.createObjectStore(FILES);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function storageError(cause: unknown): StorageError {
  const full = cause instanceof DOMException && cause.name === "QuotaExceededError";
  const message = full
    ? "This browser has no room left for what you add. Remove an added library or expert, or free disk space; nothing was changed."
    : "This browser does not let the page keep what you add (private window, or storage is blocked). Allow storage for this site.";
  return new StorageError("storage", message, { cause });
}
