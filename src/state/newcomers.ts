import type { InferenceClient } from "../inference/client.ts";
import type { FillRequest, FillResult } from "../inference/protocol.ts";
import {
  type AddedExpert,
  fingerprint,
  forgetExpert,
  keepExpert,
  keptExperts,
  withAdded,
  withHeads,
} from "../library/addedExperts.ts";
import { ModelError } from "../library/errors.ts";
import { fetchHubFile, type HubFile, hubAddress, lookUp } from "../library/hub.ts";
import { sha256Hex } from "../library/integrity.ts";
import { dropKept } from "../library/kept.ts";
import type { FileReference, Library } from "../library/load.ts";
import { filesIn, folderOf, type LocalFiles } from "../library/localFiles.ts";
import { type LocalStore, localFolder } from "../library/localStore.ts";
import { factsOf, MAX_MODEL_BYTES, type Variant, variantsOf } from "../library/maskedModel.ts";
import { readModelCard } from "../library/modelCard.ts";
import type { NewcomerClient } from "../newcomer/client.ts";
import type { Device } from "../newcomer/protocol.ts";
import { calibrate } from "./calibrate.ts";
import type { NewcomersState, Offer, Task } from "./newcomersState.ts";
import { sentence } from "./sentence.ts";
import type { Store } from "./store.ts";

const SMALL_FILES = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const CARD = "README.md";
const MAX_SMALL_BYTES = 30_000_000;

/** Experts that the user adds: finds, keeps, calibrates and removes them. What happens is told in the store. */
export class Newcomers {
  /** The library as it was loaded, without added experts. */
  #base: Library | null = null;
  #cancel: AbortController | null = null;

  constructor(
    private readonly store: Store,
    private readonly inference: InferenceClient,
    private readonly client: NewcomerClient,
    private readonly kept: LocalStore,
  ) {}

  /** Brings back what was added on earlier visits; a browser that keeps nothing has nothing to bring back. */
  async restore(): Promise<void> {
    const experts = await keptExperts(this.kept).catch(() => []);
    this.#show({ experts });
  }

  /** The library with the added experts that are calibrated for it. Call it with every library that is loaded. */
  join(library: Library): Library {
    this.#base = library;
    return withAdded(library, this.store.getState().newcomers.experts);
  }

  /** Looks a model up on a hub, and offers it. */
  lookUp(hub: string, id: string): Promise<void> {
    return this.#work({ label: "Asking the hub", unit: "bytes", loaded: 0, total: 0 }, async (signal) => {
      this.#show({ offer: null });
      const { files, revision, license, parameters } = await lookUp(hubAddress(hub), id.trim(), { signal });
      const read = async (path: string) => {
        const file = files.get(path);
        if (!file || file.bytes > MAX_SMALL_BYTES) return null;
        return text((await fetchHubFile(path, file, { signal })).buffer);
      };
      const sizes = new Map([...files].map(([path, { bytes }]) => [path, bytes]));
      const origin = { kind: "hub", hub: hubAddress(hub), model: id.trim(), revision } as const;
      const found = await assess(id.trim(), sizes, read);
      this.#show({ offer: { ...found, license, parameters, origin, source: { kind: "hub", files } } });
    });
  }

  /** Looks into files from this computer, and offers the model in them. */
  readFiles(open: () => Promise<LocalFiles>, name: string): Promise<void> {
    return this.#work({ label: "Reading the files", unit: "bytes", loaded: 0, total: 0 }, async () => {
      this.#show({ offer: null });
      const given = await open();
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
      const sizes = new Map([...files].map(([path, { bytes }]) => [path, bytes]));
      const title = top.split("/").at(-2) ?? name.replace(/\.zip$/i, "");
      const found = await assess(title, sizes, read);
      const { license } = readModelCard((await read(CARD)) ?? "");
      const origin = { kind: "local", name } as const;
      this.#show({ offer: { ...found, license, parameters: null, origin, source: { kind: "local", files } } });
    });
  }

  dismissOffer(): void {
    this.#show({ offer: null, problem: null });
  }

  /** Downloads or copies one variant of the offered model, sees whether it runs, and keeps it. */
  add(variant: Variant, device: Device): Promise<void> {
    const { offer } = this.store.getState().newcomers;
    if (!offer) return Promise.resolve();
    return this.#work(
      { label: "Fetching the model", unit: "bytes", loaded: 0, total: variant.bytes },
      async (signal) => {
        const library = this.#library();
        if (variant.bytes > MAX_MODEL_BYTES) {
          throw new ModelError(
            offer.name,
            `${variant.model} is larger than a browser tab can hold. Choose a smaller form of it.`,
          );
        }
        const paths = [...offer.needed, variant.model, ...variant.data];
        const key = `expert-${crypto.randomUUID()}`;
        const contents = new Map<string, ArrayBuffer>();
        const files =
          offer.source.kind === "hub"
            ? await this.#download(offer.source.files, paths, signal)
            : await this.#copy(offer.source.files, paths, localFolder(key), contents, signal);
        const expert: AddedExpert = {
          key,
          added: Date.now(),
          id: this.#freeId(offer.name),
          label: offer.name.split("/").at(-1)!.slice(0, 40),
          origin: offer.origin,
          files,
          model: variant.model,
          data: variant.data,
          dtype: variant.dtype,
          device,
          facts: offer.facts,
          parameters: offer.parameters,
          newestText: null,
          license: offer.license,
          calibration: null,
        };
        // Kept before it is opened: its worker reads local files from there.
        await keepExpert(this.kept, expert, contents);
        try {
          this.#progress({ label: "Starting the model", unit: "bytes", loaded: 0, total: 0 });
          const { parameters } = await this.#open(expert, library, signal);
          const known = { ...expert, parameters: expert.parameters ?? parameters };
          await keepExpert(this.kept, known);
          this.#show({ offer: null });
          this.#take([...this.store.getState().newcomers.experts, known]);
        } catch (error) {
          await this.#forget(expert);
          throw error;
        }
      },
    );
  }

  /** Measures an expert on these texts and gives it a head. */
  calibrate(key: string, texts: readonly string[]): Promise<void> {
    return this.#work({ label: "Calibrating", unit: "texts", loaded: 0, total: texts.length }, async (signal) => {
      const library = this.#library();
      const expert = this.#expert(key);
      const { sharedTokenizer } = await this.#open(expert, library, signal);
      const calibration = await calibrate(library, texts, sharedTokenizer, this.inference, this.client, {
        signal,
        onProgress: (loaded, total) => this.#progress({ label: "Calibrating", unit: "texts", loaded, total }),
      });
      await this.#change({ ...expert, calibration: { ...calibration, library: fingerprint(library) } });
    });
  }

  /** Takes what the user says of an expert. */
  describe(
    key: string,
    said: Partial<Pick<AddedExpert, "label" | "parameters" | "newestText" | "license">>,
  ): Promise<void> {
    return this.#guard(() => this.#change({ ...this.#expert(key), ...said }));
  }

  remove(key: string): Promise<void> {
    return this.#guard(async () => {
      const expert = this.#expert(key);
      await this.client.call("close", null);
      await this.#forget(expert);
      this.#take(this.store.getState().newcomers.experts.filter((other) => other.key !== key));
    });
  }

  /** Runs an added expert on a text. */
  async fill(
    id: string,
    request: Pick<FillRequest, "text" | "masks" | "topK">,
    options: { signal: AbortSignal; onProgress: (progress: { loaded: number; total: number }) => void },
  ): Promise<FillResult> {
    const expert = this.store.getState().newcomers.experts.find((one) => one.id === id)!;
    await this.client.call("open", this.#request(expert, this.#library()), options);
    return this.client.call("fill", request, options);
  }

  /** Stops what is under way. */
  cancel(): void {
    this.#cancel?.abort();
  }

  #open(expert: AddedExpert, library: Library, signal: AbortSignal) {
    return this.client.call("open", this.#request(expert, library), { signal });
  }

  #request(expert: AddedExpert, library: Library) {
    const { key, files, model, data, device, facts } = expert;
    return { key, files, model, data, device, facts, tokenizer: library.file(library.manifest.tokenizer!) };
  }

  async #download(files: ReadonlyMap<string, HubFile>, paths: readonly string[], signal: AbortSignal) {
    const wanted = Object.fromEntries(paths.map((path) => [path, files.get(path)!]));
    return this.client.call(
      "download",
      { files: wanted },
      {
        signal,
        onProgress: (progress) => this.#progress({ label: "Downloading the model", unit: "bytes", ...progress }),
      },
    );
  }

  async #copy(
    files: LocalFiles,
    paths: readonly string[],
    folder: string,
    contents: Map<string, ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<Record<string, FileReference>> {
    const total = paths.reduce((sum, path) => sum + files.get(path)!.bytes, 0);
    const copied: Record<string, FileReference> = {};
    let loaded = 0;
    for (const path of paths) {
      const content = await files.get(path)!.read();
      signal.throwIfAborted();
      const sha256 = await sha256Hex(content);
      contents.set(sha256, content);
      copied[path] = { url: `${folder}${path}`, sha256, bytes: content.byteLength };
      loaded += content.byteLength;
      this.#progress({ label: "Copying the model", unit: "bytes", loaded, total });
    }
    return copied;
  }

  async #forget({ key, files, origin }: AddedExpert): Promise<void> {
    await forgetExpert(this.kept, key);
    if (origin.kind === "local") return;
    const staying = this.store.getState().newcomers.experts.filter((other) => other.key !== key);
    const needed = new Set(staying.flatMap((other) => Object.values(other.files).map(({ url }) => url)));
    const own = new Set(Object.values(files).map(({ url }) => url));
    await dropKept((url) => !own.has(url) || needed.has(url)).catch(() => undefined);
  }

  async #change(expert: AddedExpert): Promise<void> {
    await keepExpert(this.kept, expert);
    this.#take(this.store.getState().newcomers.experts.map((other) => (other.key === expert.key ? expert : other)));
  }

  /** Takes over another list of experts, and with it another library, for which the typed prompt's losses are put together anew. */
  #take(experts: readonly AddedExpert[]): void {
    this.#show({ experts });
    const base = this.#base;
    if (!base) return;
    const library = withAdded(base, experts);
    this.store.setState(({ prediction }) => ({
      library,
      runs: null,
      prediction: prediction && {
        ...prediction,
        losses: withHeads(library, prediction.losses.slice(0, base.expertIds.length), prediction.embedding),
      },
    }));
  }

  #expert(key: string): AddedExpert {
    const expert = this.store.getState().newcomers.experts.find((one) => one.key === key);
    if (!expert) throw new ModelError(key, "This expert is no longer there. Add it again.");
    return expert;
  }

  #library(): Library {
    const ready = this.store.getState().routerLoading.status === "ready";
    if (this.#base?.manifest.tokenizer !== undefined && ready) return this.#base;
    if (this.#base && !this.#base.manifest.router) {
      throw new ModelError(
        "library",
        "This library has figures alone, without a router, so no expert can join it. Change to another library first.",
      );
    }
    throw new ModelError(
      "library",
      "Experts can be added once the router is running. Wait for it, or reload the page.",
    );
  }

  #freeId(name: string): string {
    const taken = new Set([
      ...(this.#base?.expertIds ?? []),
      ...this.store.getState().newcomers.experts.map(({ id }) => id),
    ]);
    const plain = `added/${name.replace(/[^\w.-]+/g, "-").slice(-50)}`;
    let id = plain;
    for (let k = 2; taken.has(id); k++) id = `${plain}-${k}`;
    return id;
  }

  /** Runs one thing that takes time; another one that is under way is stopped first. */
  async #work(task: Task, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel();
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.#show({ task, problem: null });
    try {
      await work(cancel.signal);
    } catch (error) {
      if (!cancel.signal.aborted) this.#show({ problem: sentence(error) });
    } finally {
      if (this.#cancel === cancel) {
        this.#cancel = null;
        this.#show({ task: null });
      }
    }
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    this.#show({ problem: null });
    await work().catch((error) => this.#show({ problem: sentence(error) }));
  }

  #progress(task: Task): void {
    if (this.#cancel && !this.#cancel.signal.aborted) this.#show({ task });
  }

  #show(change: Partial<NewcomersState>): void {
    this.store.setState(({ newcomers }) => ({ newcomers: { ...newcomers, ...change } }));
  }
}

/** What can be had of a model, from its list of files and the small ones among them. Throws a ModelError. */
async function assess(
  name: string,
  sizes: ReadonlyMap<string, number>,
  read: (path: string) => Promise<string | null>,
): Promise<Pick<Offer, "name" | "variants" | "facts" | "needed">> {
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
  const variants = variantsOf(sizes);
  if (variants.length === 0) {
    throw new ModelError(
      name,
      `${name} has no ONNX file. Export it to ONNX first, for instance with Optimum, or choose another model.`,
    );
  }
  return { name, facts, variants, needed: SMALL_FILES.filter((path) => sizes.has(path)) };
}

const text = (content: ArrayBuffer): string => new TextDecoder().decode(content);
