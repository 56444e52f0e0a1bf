/** Finds the model in a user's files, and its name. */
import { UnsupportedModelError } from "../errors.ts";
import { folderOf, type LocalFiles } from "../import/localFiles.ts";

const CONFIG = "config.json";
/** Subfolders of a model, which do not give it its name. */
const INNER = /^(?:onnx|snapshots)$|^[0-9a-f]{40}$/;
/** A folder of huggingface_hub's cache: `models--owner--name`. */
const CACHE = /(?:^|\/)models--([\w.-]+)(?:\/|$)/;
const CACHE_INSIDE = /(?:^|\/)(?:blobs\/[0-9a-f]{40,64}|refs\/[^/]+)$/;
const LONGEST_NAME = 60;

export interface ModelFolder {
  /** The model's folder, with a trailing slash; "" for the top. */
  folder: string;
  /** The model's name; null for loose files that do not include it. */
  name: string | null;
  /** Folders of other complete models among the files. */
  others: string[];
}

/**
 * The folder of the first complete model, outermost first; if there is none, that of the outermost config.json.
 * @param given files of a folder or a zip, or loose files; @param name what was dropped or picked, for errors
 * Throws an UnsupportedModelError that says what to provide instead.
 */
export function modelFolder(given: LocalFiles, name: string): ModelFolder {
  const paths = [...given.keys()];
  const whole = paths
    .filter((path) => path === CONFIG || path.endsWith(`/${CONFIG}`))
    .map((path) => path.slice(0, -CONFIG.length))
    .filter((folder) => given.has(`${folder}tokenizer.json`))
    .filter((folder) => paths.some((path) => path.startsWith(folder) && /\.onnx$/i.test(path)))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const folder = whole[0] ?? folderOf(given, CONFIG);
  if (folder === null) throw new UnsupportedModelError(name, `${name} ${missingConfig(paths, name)}`);
  // Anything inside another model's folder is part of that model: Optimum writes a second config.json into onnx/.
  const separate = whole.filter((one, k) => !whole.slice(0, k).some((outer) => one.startsWith(outer)));
  return { folder, name: nameOf(folder, given, name), others: separate.filter((one) => one !== folder) };
}

/** The model's name according to loose files: the title of the card, else the name under which it was saved. */
export function statedName(title: string | null, config: unknown): string | null {
  const saved =
    typeof config === "object" && config !== null && "_name_or_path" in config ? config._name_or_path : null;
  const written = [
    // A title may contain pictures, links and Markdown syntax.
    title?.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/^model card (?:for|of)\s+/i, ""),
    // Only the last segment of another computer's path means anything.
    typeof saved === "string" ? saved.split(/[/\\]/).at(-1) : null,
  ];
  const clean = written.map((one) =>
    one
      ?.replace(/[^\p{L}\p{N}\s._-]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
  return clean.find((one) => one && /[\p{L}\p{N}]/u.test(one))?.slice(0, LONGEST_NAME) ?? null;
}

function nameOf(folder: string, given: LocalFiles, name: string): string | null {
  const cached = CACHE.exec(folder) ?? CACHE.exec(name);
  if (cached) return cached[1]!.replace("--", "/");
  const own = folder.split("/").filter((step) => step !== "" && !INNER.test(step));
  return own.at(-1) ?? (given.has(name) ? null : name.replace(/\.zip$/i, ""));
}

const depth = (folder: string): number => folder.split("/").length;

function missingConfig(paths: readonly string[], name: string): string {
  const cached = CACHE.exec(name) ?? paths.map((path) => CACHE.exec(path)).find(Boolean);
  if (cached || paths.some((path) => CACHE_INSIDE.test(path)) || /^[0-9a-f]{40}$/.test(name)) {
    const id = cached ? cached[1]!.replace("--", "/") : "owner/name";
    return (
      "is a folder of huggingface_hub's cache: its files are links, which browsers do not follow. " +
      `Run “hf download ${id} --local-dir ${id.split("/").at(-1)}” and add that folder.`
    );
  }
  return "holds no config.json. Choose a model's folder: config.json, tokenizer.json and an ONNX file.";
}
