import { libraryAddress, type Site } from "../../library/address.ts";
import { type AddedLibrary, aboutAdded, storedLibraries } from "../../library/import/addedLibraries.ts";
import { fetchManifest } from "../../library/load.ts";
import type { LibraryVariant, Manifest } from "../../library/manifest/manifest.ts";
import { librarySize } from "../../library/manifest/manifestFacts.ts";
import { isLocal, type LocalStore } from "../../library/storage/localStore.ts";
import type { LibraryEntry } from "../../state/slices/libraryEntry.ts";
import type { Store } from "../../state/store.ts";

/** Writes the list of available libraries to the store: the shipped one, its variants, and those that the user has added. */
export class LibraryList {
  /** The shipped library's manifest, which lists the variants; null until it is read. */
  #shipped: Manifest | null = null;
  /** Bytes of variants by their folder, as far as their manifests were read. */
  readonly #variantBytes = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly site: Site,
    private readonly added: LocalStore,
    private readonly fetch: typeof globalThis.fetch | undefined,
  ) {}

  /** Records the shipped library's manifest, which has been read anyway. */
  knowShipped(manifest: Manifest): void {
    this.#shipped = manifest;
  }

  /** Writes the list of available libraries to the store. Unreadable ones are left out. */
  async show(): Promise<void> {
    this.#shipped ??= await fetchManifest(this.site.shipped, { fetch: this.fetch }).catch(() => null);
    const shipped = this.#shipped;
    const kept = await storedLibraries(this.added).catch(() => []);
    const libraries: LibraryEntry[] = [
      shipped
        ? {
            address: "",
            label: shipped.name,
            description: shipped.description,
            origin: "shipped",
            bytes: librarySize(shipped),
          }
        : { address: "", label: "Shipped library", description: "", origin: "shipped", bytes: null },
      ...(shipped?.variants ?? []).map((variant) => this.#variant(variant)),
      ...(await Promise.all(kept.map((library) => this.#entry(library)))),
    ];
    this.store.setState({ libraries });
  }

  /**
   * Reads the variants' sizes from their manifests, only when the list is shown. A manifest that cannot be read leaves its size
   * unknown.
   */
  async measure(): Promise<void> {
    await this.show();
    const unknown = (this.#shipped?.variants ?? []).filter(({ folder }) => !this.#variantBytes.has(folder));
    if (unknown.length === 0) return;
    await Promise.all(
      unknown.map(async ({ folder }) => {
        const manifest = await fetchManifest(this.#folderOf(folder), { fetch: this.fetch }).catch(() => null);
        if (manifest) this.#variantBytes.set(folder, librarySize(manifest));
      }),
    );
    await this.show();
  }

  #folderOf(variant: string): string {
    return `${this.site.shipped}${variant}/`;
  }

  #variant({ label, description = "", folder }: LibraryVariant): LibraryEntry {
    const address = libraryAddress(this.#folderOf(folder), this.site);
    return { address, label, description, origin: "variant", bytes: this.#variantBytes.get(folder) ?? null };
  }

  async #entry(library: AddedLibrary): Promise<LibraryEntry> {
    const origin = isLocal(library.folder) ? "local" : "remote";
    return { address: libraryAddress(library.folder, this.site), origin, ...(await aboutAdded(library)) };
  }
}
