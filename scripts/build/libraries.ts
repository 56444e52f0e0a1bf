import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Manifest } from "../../src/library/manifest/manifest.ts";

/** A library of the site with its raw manifest; the shipped one comes first, in the folder "". */
export interface SiteLibrary {
  /** Relative to the shipped library's folder, without a trailing slash. */
  folder: string;
  manifest: Manifest;
}

/** The library in a folder, and its variants. Variants have none of their own: the site supports one level. */
export async function siteLibraries(root: string): Promise<SiteLibrary[]> {
  const read = async (folder: string): Promise<SiteLibrary> => {
    const text = await readFile(join(root, folder, "library.json"), "utf8");
    return { folder, manifest: JSON.parse(text) as Manifest };
  };
  const shipped = await read("");
  const variants = await Promise.all((shipped.manifest.variants ?? []).map(({ folder }) => read(folder)));
  return [shipped, ...variants];
}

/** Path of a library's file, relative to the shipped library's folder. */
export const inSite = ({ folder }: SiteLibrary, path: string): string => posix.join(folder, path);
