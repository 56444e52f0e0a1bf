import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { fingerprint } from "../../library/customExperts/withCustomExperts.ts";
import { UnsupportedModelError } from "../../library/errors.ts";
import type { HubFile } from "../../library/hub/hub.ts";
import { settleParameters } from "../../library/hub/parameterCount.ts";
import { formName, MAX_MODEL_BYTES, type WeightsFile } from "../../library/hub/weightForms.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import { randomId } from "../../library/storage/hash.ts";
import { localFolder } from "../../library/storage/localStore.ts";
import { askToPersist } from "../../library/storage/persist.ts";
import type { CallOptions } from "../../rpc/caller.ts";
import type { Progress } from "../../rpc/channel.ts";
import { createQueue } from "../../rpc/queue.ts";
import type { Store } from "../../state/store.ts";
import type { CustomExpertClient } from "../../workers/customExperts/client.ts";
import type { Device, Downloaded, OpenCustomExpert } from "../../workers/customExperts/protocol.ts";
import type { Continuation, ContinueRequest } from "../../workers/inference/causal/continuation.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import type { FillRequest, FillResult } from "../../workers/inference/protocol.ts";
import { ReferenceLosses } from "./calibrate/referenceLosses.ts";
import { copyFiles } from "./copyFiles.ts";
import { aboutKeeping, aboutParameters } from "./expertNotices.ts";
import type { ExpertRepository } from "./expertRepository.ts";
import { ExpertTasks } from "./expertTasks.ts";
import { freeLabel } from "./freeLabel.ts";
import { namedRequest, openRequest } from "./openRequest.ts";

/** From this size on, ask the browser not to clear the site's data when space runs short. */
const LARGE_BYTES = 50_000_000;

/** The user's added experts: finds, stores, calibrates and removes them. Progress and results are written to the store. */
export class CustomExperts {
  readonly #tasks: ExpertTasks;
  readonly #changes = createQueue();
  readonly #references = new ReferenceLosses();
  /** The access token of the last look-up; it goes with the page. */
  #token: string | null = null;

  constructor(
    private readonly store: Store,
    private readonly inference: Pick<InferenceClient, "embed" | "measure">,
    private readonly client: Pick<CustomExpertClient, "call">,
    private readonly repository: ExpertRepository,
  ) {
    this.#tasks = new ExpertTasks(store);
  }

  /** Looks up a model on a hub, by its id or the URL of one of its pages, and offers it. @param token if it is not public */
  lookUp(hub: string, written: string, token = ""): Promise<void> {
    return this.#tasks.run({ label: "Asking the hub", unit: "bytes", loaded: 0, total: 0 }, async (signal) => {
      this.#tasks.show({ candidate: null, onPage: false });
      const { candidateFromHub } = await import("./candidates.ts");
      this.#token = token.trim() || null;
      this.#tasks.show({ candidate: await candidateFromHub(hub, written, signal, this.#token) });
    });
  }

  /**
   * Looks for a model in files from this computer, and offers it.
   * @param onPage whether they were dropped on the page, not given under Experts
   */
  readFiles(open: () => Promise<LocalFiles>, name: string, onPage = false): Promise<void> {
    return this.#tasks.run({ label: "Reading the files", unit: "bytes", loaded: 0, total: 0 }, async () => {
      this.#tasks.show({ candidate: null, onPage });
      const { candidateFromFiles } = await import("./candidates.ts");
      this.#tasks.show({ candidate: await candidateFromFiles(await open(), name) });
    });
  }

  /** Closes the candidate or its result. */
  dismissCandidate(): void {
    this.#tasks.show({ candidate: null, onPage: false, problem: null, notice: null });
  }

  /** Downloads or copies one weight format of the offered model, checks that it runs, and stores it. */
  add(variant: WeightsFile, device: Device): Promise<void> {
    const { candidate } = this.store.getState().customExperts;
    if (!candidate) return Promise.resolve();
    return this.#tasks.run(
      { label: "Fetching the model", unit: "bytes", loaded: 0, total: variant.bytes },
      async (signal) => {
        const library = this.repository.library();
        if (variant.bytes > MAX_MODEL_BYTES) {
          throw new UnsupportedModelError(
            candidate.name,
            `${variant.model} is larger than a browser tab can hold. Choose smaller weights.`,
          );
        }
        const paths = [...candidate.needed, variant.model, ...variant.data];
        const key = `expert-${randomId()}`;
        const contents = new Map<string, ArrayBuffer>();
        const copying = {
          signal,
          onProgress: (loaded: number, total: number) =>
            this.#tasks.progress({ label: "Copying the model", unit: "bytes", loaded, total }),
        };
        const { files, kept } =
          candidate.source.kind === "hub"
            ? await this.#download(candidate.source.files, paths, device, signal)
            : {
                files: await copyFiles(candidate.source.files, paths, localFolder(key), contents, copying),
                kept: true,
              };
        const expert: CustomExpert = {
          key,
          added: Date.now(),
          id: this.repository.freeId(candidate.name),
          label: freeLabel(
            candidate.name.split("/").at(-1)!,
            formName(variant),
            new Set(this.repository.experts.map(({ label }) => label)),
          ),
          origin: candidate.origin,
          files,
          model: variant.model,
          data: variant.data,
          dtype: variant.dtype,
          device,
          facts: candidate.facts,
          parameters: candidate.parameters,
          newestText: candidate.newestText,
          license: candidate.license,
          calibration: null,
          missing: false,
        };
        // Stored before it is opened: its worker reads local files from there.
        await this.repository.keep(expert, contents);
        try {
          this.#tasks.progress({ label: "Starting the model", unit: "bytes", loaded: 0, total: 0 });
          const { parameters: counted, device: on, notes } = await this.#open(openRequest(expert, library), signal);
          const { parameters, contradicted } = settleParameters(expert.parameters, counted);
          const known = { ...expert, parameters, device: on };
          await this.repository.keep(known);
          const told = [...notes, ...(contradicted ? [aboutParameters(expert, counted!)] : []), ...aboutKeeping(kept)];
          this.#tasks.show({ candidate: null, notice: told.join(" ") || null });
          this.repository.put(known);
          if (variant.bytes >= LARGE_BYTES) void askToPersist();
        } catch (error) {
          await this.client.call("release", { key }).catch(() => undefined);
          await this.repository.remove(expert);
          throw error;
        }
      },
    );
  }

  /** Measures an expert on these texts and fits its head. */
  calibrate(key: string, texts: readonly string[]): Promise<void> {
    return this.#tasks.run({ label: "Calibrating", unit: "texts", loaded: 0, total: texts.length }, async (signal) => {
      const library = this.repository.library();
      const request = openRequest(this.repository.find(key), library);
      const { sharedTokenizer } = await this.#open(request, signal);
      const { fitExpertHead } = await import("./calibrate/fitExpertHead.ts");
      const calibration = await fitExpertHead(library, texts, request, sharedTokenizer, this.inference, this.client, {
        signal,
        references: this.#references,
        onProgress: (loaded, total) => this.#tasks.progress({ label: "Calibrating", unit: "texts", loaded, total }),
      });
      await this.#change(key, { calibration: { ...calibration, library: fingerprint(library) } });
    });
  }

  /** Sets the attributes that the user entered for an expert. */
  describe(
    key: string,
    said: Partial<Pick<CustomExpert, "label" | "parameters" | "newestText" | "license">>,
  ): Promise<void> {
    return this.#tasks.guard(() => this.#change(key, said));
  }

  /** Adds the missing files of a shared expert; each is checked by its SHA-256. */
  giveFiles(key: string, open: () => Promise<LocalFiles>, name: string): Promise<void> {
    const label = "Checking the files";
    return this.#tasks.run({ label, unit: "bytes", loaded: 0, total: 0 }, async (signal) => {
      const expert = this.repository.find(key);
      const { matchFiles } = await import("./sharing/sharedExperts.ts");
      const contents = await matchFiles(expert, await open(), name, {
        signal,
        onProgress: (loaded, total) => this.#tasks.progress({ label, unit: "bytes", loaded, total }),
      });
      await this.#change(key, { missing: false }, contents);
    });
  }

  remove(key: string): Promise<void> {
    return this.#tasks.guard(async () => {
      const expert = this.repository.find(key);
      await this.client.call("release", { key });
      await this.#changes(() => this.repository.remove(expert));
    });
  }

  async fill(
    id: string,
    request: Pick<FillRequest, "text" | "masks" | "topK">,
    options: CallOptions,
  ): Promise<FillResult> {
    return this.client.call("fill", { ...request, expert: await this.#named(id) }, options);
  }

  /** Continues a text with an added causal expert. */
  async continue(
    id: string,
    request: Omit<ContinueRequest<unknown>, "expert">,
    options: CallOptions,
  ): Promise<Continuation> {
    return this.client.call("continue", { ...request, expert: await this.#named(id) }, options);
  }

  /** Stops the current task. */
  cancel(): void {
    this.#tasks.cancel();
    // Files dropped on the page whose check was cancelled: there is nothing left to show.
    if (this.store.getState().customExperts.candidate === null) this.#tasks.show({ onPage: false });
  }

  #named(id: string): Promise<OpenCustomExpert> {
    return namedRequest(id, this.repository.experts, this.repository.library());
  }

  #open(expert: OpenCustomExpert, signal: AbortSignal) {
    const onProgress = (progress: Progress) =>
      this.#tasks.progress({ label: "Starting the model", unit: "bytes", ...progress });
    return this.client.call("open", expert, { signal, onProgress });
  }

  async #download(
    files: ReadonlyMap<string, HubFile>,
    paths: readonly string[],
    device: Device,
    signal: AbortSignal,
  ): Promise<Downloaded> {
    const wanted = Object.fromEntries(paths.map((path) => [path, files.get(path)!]));
    const onProgress = (progress: Progress) =>
      this.#tasks.progress({ label: "Downloading the model", unit: "bytes", ...progress });
    return this.client.call("download", { files: wanted, device, token: this.#token }, { signal, onProgress });
  }

  /**
   * Changes an expert's record. Changes are queued, and each starts from the record at that time, so that changes made in the
   * meantime are kept. Throws an UnsupportedModelError when the expert has been removed.
   */
  #change(key: string, change: Partial<CustomExpert>, contents?: ReadonlyMap<string, ArrayBuffer>): Promise<void> {
    return this.#changes(async () => {
      const expert = { ...this.repository.find(key), ...change };
      await this.repository.keep(expert, contents);
      this.repository.put(expert);
    });
  }
}
