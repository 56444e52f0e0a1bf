/**
 * What browsers offer only to pages that come by https or from this computer: hashing. One place decides what happens without it, so
 * that every way that needs a hash ends in the same sentence.
 */
import { StorageError } from "../errors.ts";

/** The browser's hashing; null on a page that came by plain http from another machine. */
export const browserHashing = (): SubtleCrypto | null => globalThis.crypto?.subtle ?? null;

/**
 * The hashing given, or else the browser's.
 * @param file what errors call the file that should be hashed
 * Throws a StorageError where there is none.
 */
export function hashing(file: string, subtle: SubtleCrypto | null = browserHashing()): SubtleCrypto {
  if (subtle) return subtle;
  throw new StorageError(
    file,
    "This page came by plain http, where browsers cannot check files. Open it by https, or from localhost.",
  );
}

/** SHA-256 in 64 lower-case hexadecimal digits. Throws a StorageError where the browser offers no hashing. */
export async function sha256Hex(content: ArrayBuffer, subtle: SubtleCrypto | null = browserHashing()): Promise<string> {
  return hex(new Uint8Array(await hashing("file", subtle).digest("SHA-256", content)));
}

/** 128 random bits as 32 hexadecimal digits. `crypto.randomUUID` is missing on plain http; this is not. */
export const randomId = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
