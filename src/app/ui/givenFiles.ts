import { LocalFileError } from "../../library/errors.ts";
import { type LocalFiles, MAX_FILES, openFolder } from "../../library/import/localFiles.ts";
import type { Given } from "../../session/openGiven.ts";

type Found = { path: string; blob: Blob };

const isZip = (file: File): boolean =>
  /\.zip$/i.test(file.name) || /^application\/(?:x-)?zip(?:-compressed)?$/.test(file.type);

/** The choice in a file picker, of files or of a folder; null if empty. */
export function pickedFiles(list: FileList | null): Given | null {
  const files = [...(list ?? [])];
  const [first] = files;
  if (!first) return null;
  if (files.length === 1 && isZip(first)) return { name: first.name, open: () => openZip(first) };
  const found = files.map((blob) => ({ path: blob.webkitRelativePath || blob.name, blob }));
  const name = first.webkitRelativePath.split("/")[0] || first.name;
  return { name, open: async () => openFolder(found, name) };
}

async function openZip(file: File): Promise<LocalFiles> {
  const zip = await import("../../library/import/zip.ts");
  return zip.openZip(file, file.name);
}

/** The dropped files; null if there are none. Must be called while the event is handled: the data are gone afterwards. */
export function droppedFiles({ items, files }: DataTransfer): Given | null {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const [first] = entries;
  if (!first) return pickedFiles(files);
  if (entries.length === 1 && first.isFile) return pickedFiles(files);
  return { name: first.name, open: async () => openFolder(await filesUnder(entries), first.name) };
}

/** All files of the entries, folders included, with their paths relative to the drop. */
async function filesUnder(entries: readonly FileSystemEntry[]): Promise<Found[]> {
  const found: Found[] = [];
  const waiting = [...entries];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (found.length + waiting.length > MAX_FILES) {
      throw new LocalFileError(
        entry.name,
        `There are more than ${MAX_FILES} files. Drop the folder of one library or model.`,
      );
    }
    if (entry.isDirectory) waiting.push(...(await children(entry as FileSystemDirectoryEntry)));
    else found.push({ path: entry.fullPath.replace(/^\//, ""), blob: await fileOf(entry as FileSystemFileEntry) });
  }
  return found;
}

/** Browsers return a folder's entries in batches; an empty one is the last. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail)).catch(
      unreadable(folder),
    );
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise<File>((done, fail) => entry.file(done, fail)).catch(unreadable(entry));
}

function unreadable({ fullPath }: FileSystemEntry): (cause: unknown) => never {
  return (cause) => {
    throw new LocalFileError(
      fullPath,
      `${fullPath.slice(1)} cannot be read. Check that you may open it, and drop it again.`,
      { cause },
    );
  };
}
