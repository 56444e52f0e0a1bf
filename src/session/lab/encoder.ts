/** Opens the encoder whose vectors are a feature, in a worker of its own. */
import { UnsupportedModelError } from "../../library/errors.ts";
import { type EncoderChoice, encoderIdentity, filesOf } from "../../library/hub/encoderChoice.ts";
import { EncoderClient } from "../../workers/encoder/client.ts";
import { createEncoderWorker } from "../../workers/encoder/createWorker.ts";
import type { Embedder, OpenEmbedder } from "./embedder.ts";

export const ENCODER = "encoder";

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
    const { form, name, facts } = choice;
    const paths = filesOf(choice);
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
    const { model, origin, rounded } = await encoderIdentity(choice, files);
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
      origin,
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
