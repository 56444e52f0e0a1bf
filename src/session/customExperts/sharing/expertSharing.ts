import { errorMessage } from "../../../core/errorMessage.ts";
import type { ExpertsManifest } from "../../../library/customExperts/manifestFile.ts";
import type { Sharing } from "../../../state/slices/customExpertsState.ts";
import type { Store } from "../../../state/store.ts";
import type { ExpertRepository } from "../expertRepository.ts";

/** Exports added experts as a manifest, and imports such a manifest after the user has agreed. */
export class ExpertSharing {
  constructor(
    private readonly store: Store,
    private readonly repository: ExpertRepository,
  ) {}

  /** The manifest of one added expert, or of all. */
  async manifest(key?: string): Promise<ExpertsManifest> {
    const { toExpertsManifest } = await import("../../../library/customExperts/manifestFile.ts");
    return toExpertsManifest(key === undefined ? this.repository.experts : [this.repository.find(key)]);
  }

  /** Reads a manifest and offers its experts; nothing is added before `accept`. @param from its name in errors */
  async propose(from: string, read: () => Promise<ArrayBuffer>): Promise<void> {
    try {
      const [{ parseExpertsManifest }, { parseJson }] = await Promise.all([
        import("../../../library/customExperts/manifestFile.ts"),
        import("../../../library/manifest/manifest.ts"),
      ]);
      const manifest = parseExpertsManifest(parseJson(await read(), from), from);
      this.#show({ status: "offered", from, manifest });
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Adds the offered experts. Those on a hub are downloaded when first needed; those of another computer need their files. */
  async accept(): Promise<void> {
    const { sharing } = this.store.getState().customExperts;
    if (sharing?.status !== "offered") return;
    const { joinShared, toldOf } = await import("./sharedExperts.ts");
    const free = (wanted: string, taken: ReadonlySet<string>) => this.repository.freeId(wanted, taken);
    const joined = joinShared(this.repository.experts, sharing.manifest, free);
    const changed = [...joined.fresh, ...joined.completed];
    try {
      for (const expert of changed) await this.repository.keep(expert);
    } catch (error) {
      for (const expert of joined.fresh) await this.repository.remove(expert).catch(() => undefined);
      this.#refuse(error);
      return;
    }
    this.repository.put(...changed);
    this.#show({ status: "done", sentence: toldOf(joined) });
  }

  /** Closes the offer or its result. */
  dismiss(): void {
    this.#show(null);
  }

  #refuse(error: unknown): void {
    this.#show({ status: "refused", sentence: `No expert was added. ${errorMessage(error)}` });
  }

  #show(sharing: Sharing | null): void {
    this.store.setState(({ customExperts }) => ({ customExperts: { ...customExperts, sharing } }));
  }
}
