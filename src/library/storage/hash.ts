/**
 * Hashing, which browsers only offer to pages served by https or from this computer. All code that needs a hash goes through here,
 * so that it fails with the same message.
 */
import { StorageError } from "../errors.ts";

/** The browser's hashing; null on a page served by plain http from another machine. */
export const browserHashing = (): SubtleCrypto | null => globalThis.crypto?.subtle ?? null;

/**
 * The given hashing, else the browser's.
 * @param file the name in errors of the file to hash
 * Throws a StorageError if there is none.
 */
export function hashing(file: string, subtle: SubtleCrypto | null = browserHashing()): SubtleCrypto {
  if (subtle) return subtle;
  throw new StorageError(
    file,
    "This page came by plain http, where browsers cannot check files. Open it by https, or from localhost.",
  );
}

/** SHA-256 as 64 lower-case hexadecimal digits. Throws a StorageError if the browser offers no hashing. */
export async function sha256Hex(content: ArrayBuffer, subtle: SubtleCrypto | null = browserHashing()): Promise<string> {
  return hex(new Uint8Array(await hashing("file", subtle).digest("SHA-256", content)));
}

/** 128 random bits as 32 hexadecimal digits. `crypto.randomUUID` is missing on plain http; this works there too. */
export const randomId = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
