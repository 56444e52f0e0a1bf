/** Error codes, so that a panel can react to the kind of error and show its message. */
export type InferenceErrorName =
  /** The caller aborted. */
  | "AbortError"
  /** A file could not be downloaded. */
  | "DownloadError"
  /** A file arrived but differs from the one in the manifest. */
  | "IntegrityError"
  /** A Parquet file cannot be read. */
  | "ParquetError"
  /** A table of scores cannot be read. */
  | "TableError"
  /** The import does not give a valid manifest. */
  | "ManifestError"
  /** Something the user added cannot be stored, or is no longer there. */
  | "StorageError"
  /** The tokenizer file is unusable. */
  | "TokenizerError"
  /** A model file could not be opened or run on any backend. */
  | "ModelError"
  /** A model needs more memory than is available. */
  | "MemoryError"
  /** There is nothing to run: the prompt is empty. */
  | "EmptyPromptError"
  /** A call came before `open` succeeded. */
  | "NotOpenError"
  /** The worker itself failed to start or crashed. */
  | "WorkerError"
  /** The client was disposed. */
  | "DisposedError";

const NAMES: readonly string[] = [
  "AbortError",
  "DownloadError",
  "IntegrityError",
  "ParquetError",
  "TableError",
  "ManifestError",
  "StorageError",
  "TokenizerError",
  "ModelError",
  "MemoryError",
  "EmptyPromptError",
  "NotOpenError",
  "WorkerError",
  "DisposedError",
] satisfies InferenceErrorName[];

/** An error whose `message` is a sentence for the user. */
export class InferenceError extends Error {
  override readonly name: InferenceErrorName;

  constructor(name: InferenceErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** An error as it crosses the worker boundary: structured clone would lose the class and sometimes the name. */
export interface WireError {
  name: InferenceErrorName;
  message: string;
}

/** Messages of the browsers' RangeErrors for a buffer that cannot be allocated. */
const NO_BUFFER = /allocation failed|could not allocate|out of memory/i;

/** Errors of unknown kinds are reported as a failure of the worker, with their message. */
export function toWire(error: unknown): WireError {
  if (error instanceof RangeError && NO_BUFFER.test(error.message)) {
    const message =
      "This tab has no memory left for it. Close other tabs, or choose something smaller; nothing else is lost.";
    return { name: "MemoryError", message };
  }
  if (!(error instanceof Error) && !(error instanceof DOMException))
    return { name: "WorkerError", message: String(error) };
  const name = NAMES.includes(error.name) ? (error.name as InferenceErrorName) : "WorkerError";
  return { name, message: error.message };
}

export function fromWire({ name, message }: WireError): InferenceError {
  return new InferenceError(name, message);
}
