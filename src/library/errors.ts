/**
 * What can go wrong with a library. Every message is a sentence for the person at the screen: it names the file and says what to
 * do. `name` tells the kinds apart where a class cannot, for instance across a worker boundary.
 * Cancelling is none of these: it rejects with the signal's own reason.
 */
export abstract class LibraryError extends Error {
  constructor(
    /** The file at fault, as the manifest or the address names it. */
    readonly file: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A file could not be fetched. */
export class DownloadError extends LibraryError {
  override readonly name = "DownloadError";

  constructor(
    file: string,
    message: string,
    options: ErrorOptions & {
      /** What the server answered; null when it did not. */
      status?: number;
    } = {},
  ) {
    super(file, message, options);
    this.status = options.status ?? null;
  }

  readonly status: number | null;
}

/** A file arrived, but it is not the one that the manifest promises. */
export class IntegrityError extends LibraryError {
  override readonly name = "IntegrityError";
}

/** A Parquet file cannot be read, or does not hold what the library needs. */
export class ParquetError extends LibraryError {
  override readonly name = "ParquetError";
}

/** One thing that is wrong in a manifest. `place`: for instance `experts[3].model`. */
export interface ManifestIssue {
  place: string;
  problem: string;
}

/** The manifest is not one that this app can use. */
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

/** A file, folder or zip that the user gave cannot be read. */
export class LocalFileError extends LibraryError {
  override readonly name = "LocalFileError";
}

/** The browser cannot keep what was added, or no longer has it. */
export class StorageError extends LibraryError {
  override readonly name = "StorageError";
}

/** A model that the user wants to add is none that this app can run. */
export class ModelError extends LibraryError {
  override readonly name = "ModelError";
}
