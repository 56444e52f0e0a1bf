/** The encoder that was used last, kept in this browser with its files: it is there after a reload, and without a network. */

import type { EncoderChoice } from "../../library/hub/encoderChoice.ts";
import type { EncoderFacts } from "../../library/hub/encoderModel.ts";
import type { WeightsFile } from "../../library/hub/weightForms.ts";
import { sha256Hex } from "../../library/storage/hash.ts";
import type { LocalStore } from "../../library/storage/localStore.ts";

const KEY = "encoder";

interface KeptEncoder {
  name: string;
  origin: string;
  facts: EncoderFacts;
  form: WeightsFile;
  /** SHA-256 by path. */
  files: Record<string, string>;
  smallBytes: number;
}

/** Keeps an encoder in place of the one before. Throws a StorageError. */
export async function keepEncoder(
  store: LocalStore,
  { name, origin, facts, form, smallBytes }: EncoderChoice,
  files: ReadonlyMap<string, ArrayBuffer>,
): Promise<void> {
  const hashed = await Promise.all(
    [...files].map(async ([path, content]) => [path, await sha256Hex(content), content] as const),
  );
  const hashes = Object.fromEntries(hashed.map(([path, sha256]) => [path, sha256]));
  const value: KeptEncoder = { name, origin, facts, form, files: hashes, smallBytes };
  const record = { key: KEY, kind: "encoder", added: Date.now(), files: Object.values(hashes), value } as const;
  await store.put(record, new Map(hashed.map(([, sha256, content]) => [sha256, content])));
}

/** The kept encoder; null if there is none that this version can read. Throws a StorageError. */
export async function keptEncoder(store: LocalStore): Promise<EncoderChoice | null> {
  const [record] = await store.records("encoder");
  const { name, origin, facts, form, files, smallBytes } = (record?.value ?? {}) as Partial<KeptEncoder>;
  if (name === undefined || origin === undefined || !facts || !form || !files || smallBytes === undefined) return null;
  if (files[form.model] === undefined || files["tokenizer.json"] === undefined) return null;
  const small = Object.keys(files).filter((path) => path !== form.model && !form.data.includes(path));
  const read = async (path: string) => {
    const content = await store.file(files[path] ?? "");
    if (!content) throw new Error(`The browser has lost ${path} of ${name}. Choose the encoder again.`);
    return content;
  };
  return { name, origin, facts, forms: [form], form, smallBytes, place: "kept", small, read };
}

/** Deletes it. Throws a StorageError. */
export const forgetEncoder = (store: LocalStore): Promise<void> => store.remove(KEY);
