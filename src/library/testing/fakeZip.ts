/** Writes zip archives for tests. */
import { deflateRawSync } from "node:zlib";
import { crc32 } from "../import/zip.ts";

export interface Entry {
  path: string;
  content: Uint8Array | string;
  /** Compressed with deflate unless `stored`. */
  stored?: boolean;
  /** False claims for the directory. */
  claims?: Partial<{ bytes: number; packedBytes: number; method: number; flags: number; crc: number }>;
}

/** An archive as every packer writes it. */
export function writeZip(entries: readonly Entry[], comment = ""): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content, stored = false, claims = {} } of entries) {
    const raw = Buffer.from(content);
    const packed = stored ? raw : deflateRawSync(raw);
    const name = Buffer.from(path);
    // Version, flags, method, time, date, checksum, packed and unpacked length, length of the name and of extra fields.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(claims.flags ?? 0, 2);
    facts.writeUInt16LE(claims.method ?? (stored ? 0 : 8), 4);
    facts.writeUInt32LE(claims.crc ?? crc32(raw), 10);
    facts.writeUInt32LE(claims.packedBytes ?? packed.length, 14);
    facts.writeUInt32LE(claims.bytes ?? raw.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, place, name);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), facts, name, packed);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Uint8Array.from(Buffer.concat([...parts, ...directory, end, Buffer.from(comment)]));
}
