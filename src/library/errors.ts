/**
 * What can go wrong with a library. Every message is a sentence for the user: it names the file and says what to do. `name`
 * identifies the kind where the class is lost, for instance across a worker boundary. Cancellation is not among them: it rejects
 * with the signal's own reason.
 */
export abstract class LibraryError extends Error {
  constructor(
    /** The file at fault, as named by the manifest or the URL. */
    readonly file: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A file could not be downloaded. */
export class DownloadError extends LibraryError {
  override readonly name = "DownloadError";

  constructor(
    file: string,
    message: string,
    options: ErrorOptions & {
      /** The HTTP status; null when there was no response. */
      status?: number;
    } = {},
  ) {
    super(file, message, options);
    this.status = options.status ?? null;
  }

  readonly status: number | null;
}

/** A file arrived, but it differs from the one in the manifest. */
export class IntegrityError extends LibraryError {
  override readonly name = "IntegrityError";
}

/** A Parquet file cannot be read, or lacks what the library needs. */
export class ParquetError extends LibraryError {
  override readonly name = "ParquetError";
}

/** One problem in a manifest. `place`: for instance `experts[3].model`. */
export interface ManifestIssue {
  place: string;
  problem: string;
}

/** The manifest cannot be used by this app. */
export class ManifestError extends LibraryError {
  override readonly name = "ManifestError";

  constructor(
    readonly issues: readonly ManifestIssue[],
    file = "library.json",
  ) {
    const [first] = issues;
    const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    super(file, `${file}, ${first?.place ?? "manifest"}: ${first?.problem ?? "not usable"}${others}`);
  }
}

/** A file, folder or zip from the user cannot be read. */
export class LocalFileError extends LibraryError {
  override readonly name = "LocalFileError";
}

/** The browser cannot store what was added, or no longer has it. */
export class StorageError extends LibraryError {
  override readonly name = "StorageError";
}

/** A model that the user wants to add cannot be run by this app. */
export class UnsupportedModelError extends LibraryError {
  override readonly name = "UnsupportedModelError";
}
