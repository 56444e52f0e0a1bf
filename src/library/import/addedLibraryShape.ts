import { z } from "../manifest/zod.ts";

/** A stored library: see `AddedLibrary`. Its manifest may be one that this version of the app cannot read. */
export const addedLibraryShape = z.object({ folder: z.string().max(4_000), manifest: z.unknown() });
