/** Tables and other files at a URL that the user or a link gives. */
import { type Site, tableAddress } from "../../library/address.ts";
import { type LocalFiles, openFolder } from "../../library/import/localFiles.ts";
import { fileName, requestBytes } from "../../library/storage/request.ts";

/** A table at a URL is read as a whole; larger ones can be dropped. */
const MAX_TABLE_BYTES = 500_000_000;

/** Throws a LibraryError. */
export async function fetchTable(address: string, site: Site): Promise<Blob> {
  return new Blob([await requestBytes(tableAddress(address, site), MAX_TABLE_BYTES, "no-cache")]);
}

/** The files of a zip, or the one file. Throws a LibraryError. */
export async function fetchFiles(address: string, site: Site): Promise<LocalFiles> {
  const [path, blob] = [fileName(address), await fetchTable(address, site)];
  if (!/\.zip$/i.test(path)) return openFolder([{ path, blob }], path);
  const { openZip } = await import("../../library/import/zip.ts");
  return openZip(blob, path);
}
