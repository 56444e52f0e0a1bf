/**
 * Files that the user dropped or picked, from a folder or a zip: a path and a way to read it. Nothing is read until it is
 * requested, so that a large folder costs nothing until then.
 */
import { LocalFileError } from "../errors.ts";
import { isLfsPointer, POINTER_PROBLEM } from "./lfsPointer.ts";

export interface LocalFile {
  /** Uncompressed length in bytes. */
  bytes: number;
  /** If the browser provides it as a separate file. */
  blob?: Blob;
  /** Throws a LocalFileError when the file cannot be read or unpacked, or is only a Git LFS pointer. */
  read(): Promise<ArrayBuffer>;
}

/** By path, with `/` between folders and no leading slash. */
export type LocalFiles = ReadonlyMap<string, LocalFile>;

/** More files than this are not a library or a model: probably someone dropped their home folder. */
export const MAX_FILES = 10_000;

/** Files that file systems and archivers add by themselves. */
const CLUTTER = /(?:^|\/)(?:__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini)(?:\/|$)/i;

/**
 * The files of a folder, or single files, as browsers provide them.
 * @param name the folder's name in errors
 * Throws a LocalFileError for too many files, for paths that lead out of the folder, and for duplicate paths.
 */
export function openFolder(given: Iterable<{ path: string; blob: Blob }>, name = "The folder"): LocalFiles {
  const files = new Map<string, LocalFile>();
  for (const { path, blob } of given) {
    addFile(files, path, name, {
      bytes: blob.size,
      blob,
      read: () =>
        blob.arrayBuffer().catch((cause) => {
          throw new LocalFileError(path, `${path} can no longer be read. If it was moved or changed, add it again.`, {
            cause,
          });
        }),
    });
  }
  return files;
}

/** Adds one file under its normalised path; clutter is left out. Throws a LocalFileError. */
export function addFile(files: Map<string, LocalFile>, path: string, container: string, file: LocalFile): void {
  const clean = path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  const steps = clean.split("/");
  if (steps.some((step) => step === "" || step === "..") || clean.includes("\0")) {
    throw new LocalFileError(
      container,
      `${container} holds “${path.slice(0, 100)}”, a path that leads out of it. Pack it anew.`,
    );
  }
  if (CLUTTER.test(clean)) return;
  if (files.has(clean)) throw new LocalFileError(container, `${container} holds two files “${clean}”. Remove one.`);
  if (files.size >= MAX_FILES) {
    throw new LocalFileError(
      container,
      `${container} holds more than ${MAX_FILES} files. Choose the folder of one library or model.`,
    );
  }
  const read = async () => {
    const content = await file.read();
    if (!isLfsPointer(content)) return content;
    throw new LocalFileError(
      clean,
      `${clean} ${POINTER_PROBLEM} Run “git lfs pull” in the folder of ${container}, and add it again.`,
    );
  };
  files.set(clean, { ...file, read });
}

/**
 * The folder that contains the file with this name, with a trailing slash ("" for the top); the outermost one, null if there is
 * none.
 */
export function folderOf(files: LocalFiles, marker: string): string | null {
  const folders = [...files.keys()]
    .filter((path) => path === marker || path.endsWith(`/${marker}`))
    .map((path) => path.slice(0, path.length - marker.length))
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
  return folders[0] ?? null;
}

/** The files inside a folder, by their path relative to it. */
export function filesIn(files: LocalFiles, folder: string): LocalFiles {
  return new Map(
    [...files].flatMap(([path, file]) => (path.startsWith(folder) ? [[path.slice(folder.length), file]] : [])),
  );
}
