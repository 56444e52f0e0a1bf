import type { BuiltFile } from "./build.ts";

/** From a page to the version that waits: take over now, the user has agreed. */
export const TAKE_OVER = "take over";

/** From a page to the version in charge, with a port for the answer: which files are yours? */
export const GET_MANIFEST = "what belongs to you";

/** From a version that could not be kept, to every page of the site: the reason, in a sentence. */
export interface InstallFailure {
  installFailed: string;
}

/** The reason that a message from a service worker brings; null for other messages. */
export function installFailure(data: unknown): string | null {
  const told = typeof data === "object" && data !== null ? (data as Partial<InstallFailure>).installFailed : undefined;
  return typeof told === "string" ? told : null;
}

/** The answer: every file of the version, its own and its libraries'. */
export type PrecacheManifest = readonly BuiltFile[];
