import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { RoutedManifest } from "../../src/library/manifest/manifest.ts";
import { type Entry, writeZip } from "../../src/library/testing/fakeZip.ts";
import { manifest } from "./explorer.ts";

/** A separate library made of shipped files: the first experts of the shipped one, under another name. */
export interface SmallLibrary {
  manifest: RoutedManifest;
  /** Content by path, including the manifest. */
  files: Map<string, Buffer>;
  zip: () => Buffer;
}

interface Change {
  name: string;
  /** Number of experts. The router's outputs keep their order, so its first ones are used. */
  experts?: number;
  /** Constraints left out. */
  without?: readonly string[];
  /** A note in the router's file, which makes it a different file with the same weights. */
  note?: string;
}

export function smallLibrary({ name, experts = 2, without = [], note }: Change): SmallLibrary {
  const ids = manifest.router.experts.slice(0, experts);
  const only = <T>(values: Record<string, T>) => Object.fromEntries(ids.map((id) => [id, values[id]!]));
  const chosen = manifest.experts.filter(({ id }) => ids.includes(id));
  const { prompts, embeddings } = manifest.benchmark;
  const paths = [manifest.tokenizer, manifest.router.model, prompts, embeddings, ...chosen.map(({ model }) => model)];
  const { references: _, spaces: __, mapMetrics: ___, ...benchmark } = manifest.benchmark;
  const { reference: ____, variants: _____, specialisation: ______, ...rest } = manifest;
  const small: RoutedManifest = {
    ...rest,
    id: "small",
    name,
    description: "A few of the shipped experts.",
    benchmark,
    experts: chosen,
    constraints: manifest.constraints
      .filter(({ id }) => !without.includes(id))
      .map((constraint) => ({ ...constraint, raw: only(constraint.raw), score: only(constraint.score) })),
    router: { ...manifest.router, experts: ids },
    files: Object.fromEntries(paths.map((path) => [path, manifest.files[path]!])),
  };
  const files = new Map(paths.map((path) => [path, readFileSync(`models/${path}`)]));
  if (note !== undefined) annotate(small, files, note);
  files.set("library.json", Buffer.from(JSON.stringify(small)));
  return { manifest: small, files, zip: () => zipOf(files) };
}

/** Adds a note as the model's documentation in onnx.proto (field 6), and gives the manifest the new length and hash. */
function annotate({ router, files: listed }: RoutedManifest, files: Map<string, Buffer>, note: string): void {
  const text = Buffer.from(note);
  if (text.length > 127) throw new RangeError("a longer note needs a longer varint");
  const content = Buffer.concat([files.get(router.model)!, Buffer.from([(6 << 3) | 2, text.length]), text]);
  files.set(router.model, content);
  router.bytes = content.length;
  listed[router.model] = { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}

/** A zip of these files, in a folder as archivers create it. */
export function zipOf(files: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...files].map(([path, content]): Entry => ({ path: `mine/${path}`, content, stored: true }));
  return Buffer.from(writeZip(entries));
}
