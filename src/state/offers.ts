/** Models that could be added: found on a hub or in files, and known to be masked language models before anything large is read. */
import { ModelError } from "../library/errors.ts";
import { fetchHubFile, hubAddress, lookUp } from "../library/hub.ts";
import { filesIn, folderOf, type LocalFiles } from "../library/localFiles.ts";
import { factsOf, variantsOf } from "../library/maskedModel.ts";
import { readModelCard } from "../library/modelCard.ts";
import { yearSpan } from "../routing/flagDate.ts";
import type { Offer } from "./newcomersState.ts";

const SMALL_FILES = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const CARD = "README.md";
/** Cards of models trained on many sources list the licences of all. */
const LONGEST_LICENSE = 100;
/** What a model is called that comes as loose files: none of their names is its own. */
const LOOSE = "my-expert";
const MAX_SMALL_BYTES = 30_000_000;

/** Looks a model up on a hub. Throws a LibraryError, or the signal's reason. */
export async function offerOfHub(hub: string, id: string, signal: AbortSignal): Promise<Offer> {
  const address = hubAddress(hub);
  const { files, revision, license, parameters } = await lookUp(address, id, { signal });
  const read = async (path: string) => {
    const file = files.get(path);
    if (!file || file.bytes > MAX_SMALL_BYTES) return null;
    return text((await fetchHubFile(path, file, { signal })).buffer);
  };
  const found = await assess(id, files, read);
  const said = { license: license ?? found.license, parameters: parameters ?? found.parameters };
  const origin = { kind: "hub", hub: address, model: id, revision } as const;
  return { ...found, ...said, origin, source: { kind: "hub", files } };
}

/** Looks into files from this computer. @param name what errors call them. Throws a LibraryError. */
export async function offerOfFiles(given: LocalFiles, name: string): Promise<Offer> {
  const top = folderOf(given, SMALL_FILES[0]!);
  if (top === null) {
    throw new ModelError(
      name,
      `${name} holds no config.json. Choose a model's folder: config.json, tokenizer.json and an ONNX file.`,
    );
  }
  const files = filesIn(given, top);
  const read = async (path: string) => {
    const file = files.get(path);
    return file && file.bytes <= MAX_SMALL_BYTES ? text(await file.read()) : null;
  };
  const title = top.split("/").at(-2) ?? (files.has(name) ? LOOSE : name.replace(/\.zip$/i, ""));
  const found = await assess(title, files, read);
  return { ...found, origin: { kind: "local", name }, source: { kind: "local", files } };
}

/** What a model's card says of it; what it does not say stays unknown. */
function statedIn(card: string): Pick<Offer, "license" | "parameters" | "newestText"> {
  const { license, parameters, newestText } = readModelCard(card);
  return {
    license: license?.slice(0, LONGEST_LICENSE) ?? null,
    parameters,
    newestText: newestText !== null && yearSpan(newestText) ? newestText : null,
  };
}

/** What can be had of a model, from its list of files and the small ones among them, its card included. Throws a ModelError. */
async function assess(
  name: string,
  files: ReadonlyMap<string, { bytes: number }>,
  read: (path: string) => Promise<string | null>,
): Promise<Omit<Offer, "origin" | "source">> {
  const json = async (path: string): Promise<unknown> => {
    const written = await read(path);
    if (written === null) return null;
    try {
      return JSON.parse(written);
    } catch {
      throw new ModelError(
        name,
        `${name} has a ${path} that is not JSON: it may be cut short. Fetch or save it again.`,
      );
    }
  };
  const [config, tokenizer, settings] = await Promise.all(SMALL_FILES.map(json));
  for (const [path, content] of [
    [SMALL_FILES[0], config],
    [SMALL_FILES[1], tokenizer],
  ]) {
    if (content === null)
      throw new ModelError(name, `${name} has no ${path}. A model needs config.json, tokenizer.json and an ONNX file.`);
  }
  const facts = factsOf(config, tokenizer, settings, name);
  const variants = variantsOf(new Map([...files].map(([path, { bytes }]) => [path, bytes])));
  if (variants.length === 0) {
    throw new ModelError(
      name,
      `${name} has no ONNX file. Export it to ONNX first, for instance with Optimum, or choose another model.`,
    );
  }
  const needed = SMALL_FILES.filter((path) => files.has(path));
  return { name, facts, variants, needed, ...statedIn((await read(CARD)) ?? "") };
}

const text = (content: ArrayBuffer): string => new TextDecoder().decode(content);
