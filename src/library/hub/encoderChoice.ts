/** Text encoders whose vectors can be a feature: found on a hub or in files, and judged before anything large is read. */
import { UnsupportedModelError } from "../errors.ts";
import { filesIn, type LocalFiles } from "../import/localFiles.ts";
import { sha256Hex } from "../storage/hash.ts";
import { type EncoderFacts, encoderFacts, encoderFiles } from "./encoderModel.ts";
import { fetchHubFile, hubAddress, lookUp } from "./hub.ts";
import { parseModelAddress } from "./modelAddress.ts";
import { modelFolder } from "./modelFolder.ts";
import { usualForm, type WeightsFile, weightsFilesOf } from "./weightForms.ts";

export interface EncoderChoice {
  name: string;
  /** Where it is from: the hub's address and revision, or “files”. */
  origin: string;
  facts: EncoderFacts;
  /** Forms of its weights, smallest first; the chosen one. */
  forms: readonly WeightsFile[];
  form: WeightsFile;
  /** Bytes of the small files, which are read with any form. */
  smallBytes: number;
  /** Where its files are: on a hub, on the user's computer, or in this browser. */
  place: "hub" | "files" | "kept";
  /** Reads a file. */
  read(path: string, signal: AbortSignal | undefined, onProgress?: (loaded: number) => void): Promise<ArrayBuffer>;
  small: readonly string[];
}

/** @param written the model's id, or the URL of its page. Throws a LibraryError, or the signal's reason. */
export async function encoderFromHub(hub: string, written: string, signal?: AbortSignal): Promise<EncoderChoice> {
  const { hub: address, id, revision: wanted } = parseModelAddress(written, hubAddress(hub));
  const asked = signal ? { signal, revision: wanted } : { revision: wanted };
  const { files, revision } = await lookUp(address, id, asked);
  const sizes = new Map([...files].map(([path, { bytes }]) => [path, bytes]));
  return choiceOf(id, `${address}${id} ${revision}`, sizes, "hub", async (path, stop, onProgress) => {
    const options = { ...(stop ? { signal: stop } : {}), ...(onProgress ? { onProgress } : {}) };
    return (await fetchHubFile(path, files.get(path)!, options)).buffer;
  });
}

/** @param name what was dropped or picked, for errors. Throws a LibraryError. */
export async function encoderFromFiles(given: LocalFiles, name: string): Promise<EncoderChoice> {
  const { folder, name: called } = modelFolder(given, name);
  const files = filesIn(given, folder);
  const sizes = new Map([...files].map(([path, { bytes }]) => [path, bytes]));
  return choiceOf(called ?? name, "files", sizes, "files", (path) => files.get(path)!.read());
}

async function choiceOf(
  name: string,
  origin: string,
  sizes: ReadonlyMap<string, number>,
  place: EncoderChoice["place"],
  read: EncoderChoice["read"],
): Promise<EncoderChoice> {
  const fail = (problem: string) => new UnsupportedModelError(name, `${name} ${problem}`);
  if (!sizes.has("tokenizer.json")) {
    throw fail("has no tokenizer.json. Save its tokenizer in the “fast” format, and choose it again.");
  }
  const small = encoderFiles(sizes.keys());
  const facts = await encoderFacts(async (path) => {
    if (!sizes.has(path)) return null;
    try {
      return JSON.parse(new TextDecoder().decode(await read(path, undefined)));
    } catch (error) {
      if (error instanceof SyntaxError) throw fail(`has a ${path} that is not JSON. Fetch or save it again.`);
      throw error;
    }
  }, name);
  const forms = weightsFilesOf(sizes);
  if (forms.length === 0) throw fail("has no ONNX file. Export it to ONNX first, or choose another encoder.");
  const smallBytes = small.reduce((sum, path) => sum + sizes.get(path)!, 0);
  return { name, origin, facts, forms, form: usualForm(forms), smallBytes, place, read, small };
}

/** Weights whose graph rounds activations, each input in its own way. */
const ROUNDED: readonly string[] = ["q8", "int8", "uint8"];

/** Paths of the files that the chosen form needs. */
export const filesOf = ({ small, form }: EncoderChoice): string[] => [...new Set([...small, form.model, ...form.data])];

export interface EncoderIdentity {
  /** Names the encoder with its version: vectors are kept under it. */
  model: string;
  /** What a trained router keeps of it: plain data. */
  origin: Record<string, unknown>;
  /** Whether a text's vector depends on the others of a batch. */
  rounded: boolean;
}

/** What an encoder is known by. @param files of the chosen form by path */
export async function encoderIdentity(
  { name, origin: from, facts, form }: EncoderChoice,
  files: ReadonlyMap<string, ArrayBuffer>,
): Promise<EncoderIdentity> {
  // The tokenizer and the way of pooling make other vectors too.
  const parts = [files.get(form.model)!, files.get("tokenizer.json")!];
  const hashes = await Promise.all(parts.map((content) => sha256Hex(content)));
  const rounded = ROUNDED.includes(form.dtype);
  const [sha256, tokenizerSha256] = hashes;
  return {
    model: `encoder ${hashes.join(" ")} ${JSON.stringify(facts)}`,
    origin: { name, from, weights: form.model, sha256, tokenizerSha256, rounded, ...facts },
    rounded,
  };
}
