/**
 * Reads zip archives: the directory at once, each file on request. Archives come from anywhere, so their claims are checked first:
 * no more is unpacked than the directory says, and that is limited.
 */
import { LocalFileError } from "../errors.ts";
import { addFile, type LocalFile, type LocalFiles, MAX_FILES } from "./localFiles.ts";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const HEADER = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
/** Maximum length of a comment, the only thing that can follow the end record. */
const MAX_COMMENT = 0xffff;
const MAX_DIRECTORY_BYTES = 1 << 24;
/** Unpacked size of all files together: more than a browser tab should hold. */
const MAX_UNPACKED_BYTES = 2 ** 31;
/** Deflate's best possible ratio, so that a small file cannot claim all memory. */
const MAX_RATIO = 1032;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Marks a number that only fits the larger zip64 format. */
const ELSEWHERE = 0xffffffff;

/**
 * Opens a zip archive.
 * @param name its name in errors
 * Throws a LocalFileError when it is not a zip, is damaged, encrypted, too large, or compressed in a way that browsers do not
 * support.
 */
export async function openZip(archive: Blob, name = "The zip file"): Promise<LocalFiles> {
  const fail = (problem: string) => new LocalFileError(name, `${name} ${problem}`);
  const tail = await bytesOf(archive, Math.max(0, archive.size - END_BYTES - MAX_COMMENT), archive.size);
  const at = endRecord(tail);
  if (at < 0) throw fail("is not a zip archive, or it is cut short. Pack or download it again.");
  const entries = tail.getUint16(at + 10, true);
  const length = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  if (entries === 0xffff || start === ELSEWHERE || length === ELSEWHERE) {
    throw fail("is in the zip64 format. Pack fewer or smaller files, or add the folder itself.");
  }
  if (entries > MAX_FILES) throw fail(`holds more than ${MAX_FILES} files. Pack one library or model alone.`);
  const endsAt = archive.size - tail.byteLength + at;
  if (length > MAX_DIRECTORY_BYTES || start + length > endsAt)
    throw fail("is damaged: its directory is cut short. Pack it again.");
  return readDirectory(await bytesOf(archive, start, start + length), entries, archive, name, fail);
}

function readDirectory(
  view: DataView,
  entries: number,
  archive: Blob,
  name: string,
  fail: (problem: string) => LocalFileError,
): LocalFiles {
  const files = new Map<string, LocalFile>();
  let unpacked = 0;
  let at = 0;
  for (let k = 0; k < entries; k++) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY) {
      throw fail("is damaged: its directory does not list what it promises. Pack it again.");
    }
    const packed: Packed = {
      encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    };
    const pathBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + pathBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > view.byteLength) throw fail("is damaged: its directory is cut short. Pack it again.");
    const path = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, pathBytes));
    at = next;
    if (path.endsWith("/")) continue;
    unpacked += packed.bytes;
    if (unpacked > MAX_UNPACKED_BYTES) throw fail("would unpack to more than 2 GB. Add fewer models at a time.");
    addFile(files, path, name, { bytes: packed.bytes, read: () => unpack(archive, packed, `${path} in ${name}`) });
  }
  return files;
}

/** One file of an archive, as its directory describes it. */
interface Packed {
  encrypted: boolean;
  method: number;
  crc: number;
  packedBytes: number;
  bytes: number;
  headerAt: number;
}

async function unpack(archive: Blob, packed: Packed, file: string): Promise<ArrayBuffer> {
  const fail = (problem: string, cause?: unknown) => new LocalFileError(file, `${file} ${problem}`, { cause });
  if (packed.encrypted) throw fail("is encrypted. Pack it without a password.");
  if (packed.method !== STORED && packed.method !== DEFLATED) {
    throw fail("is packed in a way that browsers cannot undo. Pack it with the usual method, “deflate”.");
  }
  const header = await bytesOf(archive, packed.headerAt, packed.headerAt + HEADER_BYTES);
  if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== HEADER)
    throw fail("is damaged. Pack it again.");
  const start = packed.headerAt + HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packed.packedBytes > archive.size) throw fail("is damaged: it is cut short. Pack it again.");
  // The compressed bytes are present, so they bound the unpacked size.
  if (packed.bytes > MAX_RATIO * (packed.packedBytes + 1)) throw fail("is damaged: it is too short. Pack it again.");
  const content = archive.slice(start, start + packed.packedBytes);
  const stream: ReadableStream<Uint8Array> =
    packed.method === STORED ? content.stream() : content.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = allocate(packed.bytes, fail);
  const reader = stream.getReader();
  let at = 0;
  let crc = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > bytes.length) throw fail("is longer than the archive says. Pack it again.");
      bytes.set(value, at);
      crc = crc32(value, crc);
      at += value.length;
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error instanceof LocalFileError ? error : fail("is damaged and cannot be unpacked. Pack it again.", error);
  }
  if (at !== bytes.length || crc !== packed.crc) throw fail("is damaged: its checksum differs. Pack it again.");
  return bytes.buffer;
}

function allocate(length: number, fail: (problem: string, cause?: unknown) => LocalFileError): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw fail("needs more memory than this tab can have. Close other tabs, or add the folder itself.", error);
  }
}

/** Offset of the end record: the last place that looks like one and whose comment reaches exactly to the end. */
function endRecord(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) === END && at + END_BYTES + tail.getUint16(at + 20, true) === tail.byteLength)
      return at;
  }
  return -1;
}

async function bytesOf(blob: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of zip files (CRC-32, ISO 3309); `before`: that of the preceding bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 255]!;
  return ~crc >>> 0;
}
