/** Values that several parts of the manifest's format have in common. */
import { z } from "./zod.ts";

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 lower-case hexadecimal digits");

const SAFE_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.\-+@]+(?:\/[\w.\-+@]+)*$/;

/** A path inside the library's folder: no parent folders, no other host. */
export const path = z.string().max(300).regex(SAFE_PATH, "must be a plain relative path inside the library's folder");
