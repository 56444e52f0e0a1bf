import { DownloadError } from "./errors.ts";
import { fileName, type RequestOptions, requestBytes } from "./storage/request.ts";

/** A package that is part of the page. */
export interface Licence {
  name: string;
  version: string;
  /** Its SPDX identifier. */
  licence: string;
  /** The full text as shipped with the package; empty if it ships none. */
  text: string;
}

const MAX_BYTES = 5_000_000;

/** Reads the list written by the build. Throws a LibraryError with a message for the user. */
export async function loadLicences(url: string, options: RequestOptions = {}): Promise<Licence[]> {
  const bytes = await requestBytes(url, MAX_BYTES, "default", options);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Licence[];
  } catch {
    throw new DownloadError(fileName(url), `${fileName(url)} is damaged. Reload the page to fetch it again.`);
  }
}
