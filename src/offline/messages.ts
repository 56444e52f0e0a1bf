import type { BuiltFile } from "./build.ts";

/** From a page to the version that waits: take over now, the user has agreed. */
export const TAKE_OVER = "take over";

/** From a page to the version in charge, with a port for the answer: which files are yours? */
export const WHAT_BELONGS = "what belongs to you";

/** The answer: every file of the version, its own and its libraries'. */
export type Belongings = readonly BuiltFile[];
