import { EXPERTS_FORMAT, MAX_EXPERTS_BYTES } from "../customExperts/expertsFile.ts";
import { TABLE_NAME } from "../evaluationTable/read/tableName.ts";
import { MANIFEST_FILE } from "../load.ts";
import { folderOf, type LocalFile, type LocalFiles } from "./localFiles.ts";

/** What a user can open: a library, an evaluation table, a masked language model, a manifest of custom experts, or a router from the lab. */
export type GivenKind = "library" | "table" | "model" | "experts" | "router";

/** A downloaded router has both. */
const ROUTER_FILE = "router.json";
const ROUTER_ARRAYS = "router.safetensors";
/** Files that only occur in models. */
const MODEL_FILE = /(?:^|\/)(?:config|tokenizer|tokenizer_config)\.json$|\.onnx$/i;
const PARQUET = /\.parquet$/i;
/** Files that are not tables as they are: the import explains what to do with them. */
const PACKED_TABLE = /\.(?:xlsx?|pkl|pickle|gz|zst|bz2|xz)$/i;
const ZIP = /\.zip$/i;
const JSON_NAME = /\.json$/i;
/** Bytes needed to tell a manifest of experts from other JSON. */
const BEGINNING = 4_096;
const FORMAT = new RegExp(`"format"\\s*:\\s*"${EXPERTS_FORMAT}"`);

/**
 * The kind of the files; null if unclear. Only a single JSON file is read for this. Throws a LocalFileError when it cannot be read.
 */
export async function givenKind(files: LocalFiles): Promise<GivenKind | null> {
  // A library contains models, and a table, too: its manifest decides.
  if (folderOf(files, MANIFEST_FILE) !== null) return "library";
  // A router has a model among its files, and a table of other names might lie beside it.
  if (folderOf(files, ROUTER_FILE) !== null && folderOf(files, ROUTER_ARRAYS) !== null) return "router";
  const has = (kind: RegExp) => [...files.keys()].some((path) => kind.test(path));
  // Models next to measured figures: a library whose manifest is missing, which its reader reports.
  if (has(MODEL_FILE)) return has(PARQUET) ? "library" : "model";
  const only = onlyFile(files);
  if (only && (await isExpertsFile(...only))) return "experts";
  if (has(TABLE_NAME)) return "table";
  return only && PACKED_TABLE.test(only[0]) ? "table" : null;
}

/**
 * The kind of what an address leads to, as far as its name tells: a folder, or a manifest in one, is a library. Null for a JSON file or a
 * zip, whose contents tell.
 */
export function addressKind(address: string): "library" | "table" | null {
  const name = /[^/]*$/.exec(address.replace(/[?#].*$/, ""))![0];
  if (name === MANIFEST_FILE || !(TABLE_NAME.test(name) || ZIP.test(name))) return "library";
  return JSON_NAME.test(name) || ZIP.test(name) ? null : "table";
}

/** The single given file with its path; null for none or several. */
export function onlyFile(files: LocalFiles): [path: string, file: LocalFile] | null {
  const [only = null] = files;
  return files.size === 1 ? only : null;
}

async function isExpertsFile(path: string, { bytes, read }: LocalFile): Promise<boolean> {
  if (!JSON_NAME.test(path) || bytes > MAX_EXPERTS_BYTES) return false;
  return FORMAT.test(new TextDecoder().decode((await read()).slice(0, BEGINNING)));
}
