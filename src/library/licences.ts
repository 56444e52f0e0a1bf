import { DownloadError } from "./errors.ts";
import { fileName, type RequestOptions, requestBytes } from "./storage/request.ts";

/** A package that the page is made of. */
export interface Licence {
  name: string;
  version: string;
  /** Its SPDX identifier. */
  licence: string;
  /** The whole text as the package ships it; empty where it ships none. */
  text: string;
}

const MAX_BYTES = 5_000_000;

/** Reads the list that the build has made. Throws a LibraryError with a sentence for the reader. */
export async function loadLicences(url: string, options: RequestOptions = {}): Promise<Licence[]> {
  const bytes = await requestBytes(url, MAX_BYTES, "default", options);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Licence[];
  } catch {
    throw new DownloadError(fileName(url), `${fileName(url)} is damaged. Reload the page to fetch it again.`);
  }
}
