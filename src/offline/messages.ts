import type { BuiltFile } from "./build.ts";

/** From a page to the waiting version: take over now, the user has agreed. */
export const TAKE_OVER = "take over";

/** From a page to the active version, with a port for the answer: which files are yours? */
export const GET_MANIFEST = "what belongs to you";

/** From a version that could not be cached to every page of the site: the reason, in a sentence. */
export interface InstallFailure {
  installFailed: string;
}

/** The reason in a service worker's message; null for other messages. */
export function installFailure(data: unknown): string | null {
  const told = typeof data === "object" && data !== null ? (data as Partial<InstallFailure>).installFailed : undefined;
  return typeof told === "string" ? told : null;
}

/** The answer: every file of the version, including its libraries'. */
export type PrecacheManifest = readonly BuiltFile[];
