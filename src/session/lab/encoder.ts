/** Text encoders whose vectors can be a feature: found on a hub or in files, and judged before anything large is read. */
import { UnsupportedModelError } from "../../library/errors.ts";
import { type EncoderFacts, encoderFacts, encoderFiles } from "../../library/hub/encoderModel.ts";
import { fetchHubFile, hubAddress, lookUp } from "../../library/hub/hub.ts";
import { parseModelAddress } from "../../library/hub/modelAddress.ts";
import { modelFolder } from "../../library/hub/modelFolder.ts";
import { usualForm, type WeightsFile, weightsFilesOf } from "../../library/hub/weightForms.ts";
import { filesIn, type LocalFiles } from "../../library/import/localFiles.ts";
import { sha256Hex } from "../../library/storage/hash.ts";
import { EncoderClient } from "../../workers/encoder/client.ts";
import { createEncoderWorker } from "../../workers/encoder/createWorker.ts";
import type { Embedder, OpenEmbedder } from "./embedder.ts";

export const ENCODER = "encoder";

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

/**
 * Opens the chosen encoder.
 * @param chosen what is chosen by then; null if nothing is
 * @param keep stores its files for the next visit
 */
export const chosenEncoder =
  (
    chosen: () => Promise<EncoderChoice | null>,
    keep: (choice: EncoderChoice, files: ReadonlyMap<string, ArrayBuffer>) => Promise<void> = async () => {},
    create = createEncoderWorker,
  ): OpenEmbedder =>
  async (signal, onProgress): Promise<Embedder> => {
    const choice = await chosen();
    if (!choice) throw new UnsupportedModelError("encoder", "Choose an encoder first, or untick “Encoder”.");
    const { form, small, name, facts, origin } = choice;
    const paths = [...new Set([...small, form.model, ...form.data])];
    const total = choice.smallBytes + form.bytes;
    const readAll = async (stop: AbortSignal, told: typeof onProgress) => {
      const files = new Map<string, ArrayBuffer>();
      let before = 0;
      for (const path of paths) {
        const content = await choice.read(path, stop, (loaded) => told(before + loaded, total));
        stop.throwIfAborted();
        before += content.byteLength;
        files.set(path, content);
        told(before, total);
      }
      return files;
    };
    const files = await readAll(signal, onProgress);
    if (choice.place !== "kept") await keep(choice, files);
    // The tokenizer and the way of pooling make other vectors too.
    const parts = [files.get(form.model)!, files.get("tokenizer.json")!];
    const hashes = await Promise.all(parts.map((content) => sha256Hex(content)));
    const model = `encoder ${hashes.join(" ")} ${JSON.stringify(facts)}`;
    const rounded = ROUNDED.includes(form.dtype);
    let client: EncoderClient | null = null;
    let opened: Promise<void> | null = null;
    const openOn = (device: "wasm" | "webgpu", given: ReadonlyMap<string, ArrayBuffer>) => {
      client = new EncoderClient(create());
      return client.open({ files: given, model: form.model, data: form.data, facts, rounded, device }, { signal });
    };
    const open = async () => {
      // Weights of 8 bits run on WASM alone; of two devices the first one that opens them is used.
      if (rounded || !(await hasWebgpu())) return openOn("wasm", files);
      try {
        await openOn("webgpu", files);
      } catch {
        client?.close();
        await openOn("wasm", await readAll(signal, () => {}));
      }
    };
    return {
      model,
      origin: {
        name,
        from: origin,
        weights: form.model,
        sha256: hashes[0],
        tokenizerSha256: hashes[1],
        rounded,
        ...facts,
      },
      label: `Vectors by ${name}`,
      // Where every vector is kept already, the encoder is not needed.
      embed: async (texts, stop) => {
        opened ??= open();
        await opened;
        return client!.embed(texts, { signal: stop });
      },
      source: async (stop) => {
        if (form.data.length > 0) return null;
        const [content, tokenizer] = await Promise.all([
          choice.read(form.model, stop),
          choice.read("tokenizer.json", stop),
        ]);
        return { model: content, tokenizer, how: { kind: "encoder", facts } };
      },
      close: () => client?.close(),
    };
  };

const hasWebgpu = async (): Promise<boolean> =>
  Boolean(await globalThis.navigator?.gpu?.requestAdapter().catch(() => null));
