import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { forgetExpert, keepExpert, storedExperts } from "../../library/customExperts/withCustomExperts.ts";
import { UnsupportedModelError } from "../../library/errors.ts";
import type { Library } from "../../library/load.ts";
import { removeStored } from "../../library/storage/fileCache.ts";
import type { LocalStore } from "../../library/storage/localStore.ts";
import type { Store } from "../../state/store.ts";

/** The added experts: stored in the browser, listed in the store, and joined to the current library. */
export class ExpertRepository {
  /** @param stopRuns stops the runs on the prompt: their results belong to the old library */
  constructor(
    private readonly store: Store,
    private readonly kept: LocalStore,
    private readonly stopRuns: () => void,
  ) {}

  get experts(): readonly CustomExpert[] {
    return this.store.getState().customExperts.experts;
  }

  /** Restores what was added on earlier visits; UnreadableItems reports what cannot be read. */
  async restore(): Promise<void> {
    this.#list(await storedExperts(this.kept).catch(() => []));
  }

  /** Throws an UnsupportedModelError when it no longer exists. */
  find(key: string): CustomExpert {
    const expert = this.experts.find((one) => one.key === key);
    if (!expert) throw new UnsupportedModelError(key, "This expert has been removed. Add it again.");
    return expert;
  }

  /** The library that an expert joins. Throws an UnsupportedModelError while it has no running router. */
  library(): Library {
    const { baseLibrary: base } = this.store.getState();
    if (base && !base.manifest.router) {
      throw new UnsupportedModelError(
        "library",
        "This library has figures only and no router, so experts cannot be added. Switch to another library first.",
      );
    }
    if (base?.manifest.tokenizer !== undefined && this.store.getState().routerLoading.status === "ready") return base;
    throw new UnsupportedModelError(
      "library",
      "Experts can be added once the router is running. Wait a moment, or reload the page.",
    );
  }

  /** Stores an expert without listing it yet. Throws a StorageError. */
  keep(expert: CustomExpert, contents?: ReadonlyMap<string, ArrayBuffer>): Promise<void> {
    return keepExpert(this.kept, expert, contents);
  }

  /** Adds stored experts to the list, replacing those with the same keys. */
  put(...changed: readonly CustomExpert[]): void {
    const byKey = new Map(changed.map((expert) => [expert.key, expert]));
    const known = new Set(this.experts.map(({ key }) => key));
    this.#take([
      ...this.experts.map((expert) => byKey.get(expert.key) ?? expert),
      ...changed.filter(({ key }) => !known.has(key)),
    ]);
  }

  /** Deletes an expert, and those of its files that no other one needs. Throws a StorageError. */
  async remove({ key, files, origin }: CustomExpert): Promise<void> {
    await forgetExpert(this.kept, key);
    const staying = this.experts.filter((other) => other.key !== key);
    if (origin.kind === "hub") {
      const needed = new Set(staying.flatMap((other) => Object.values(other.files).map(({ url }) => url)));
      const own = new Set(Object.values(files).map(({ url }) => url));
      await removeStored((url) => !own.has(url) || needed.has(url)).catch(() => undefined);
    }
    if (staying.length < this.experts.length) this.#take(staying);
  }

  /** An unused id for a model with this name. @param more further ids that are taken */
  freeId(name: string, more: ReadonlySet<string> = new Set()): string {
    const taken = new Set([
      ...more,
      ...(this.store.getState().baseLibrary?.expertIds ?? []),
      ...this.experts.map(({ id }) => id),
    ]);
    const plain = `added/${name
      .replace(/^added\//, "")
      .replace(/[^\w.-]+/g, "-")
      .slice(-50)}`;
    let id = plain;
    for (let k = 2; taken.has(id); k++) id = `${plain}-${k}`;
    return id;
  }

  /** Replaces the list. Experts are part of the library, so results of earlier runs belong to the previous one. */
  #take(experts: readonly CustomExpert[]): void {
    this.#list(experts);
    this.stopRuns();
  }

  #list(experts: readonly CustomExpert[]): void {
    this.store.setState(({ customExperts }) => ({ customExperts: { ...customExperts, experts } }));
  }
}
