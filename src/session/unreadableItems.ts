import { errorMessage } from "../core/errorMessage.ts";
import type { LocalStore } from "../library/storage/localStore.ts";
import type { Unreadable } from "../library/storage/unreadable.ts";
import type { Store } from "../state/store.ts";

/** Added items that can't be read any more: searched for on every visit, and deleted at the user's request. */
export class UnreadableItems {
  constructor(
    private readonly store: Store,
    private readonly kept: LocalStore,
  ) {}

  /** Writes the list of unreadable items to the store. */
  async look(): Promise<void> {
    try {
      const records = await this.#unreadable();
      this.store.setState({ unreadable: { records, problem: null } });
    } catch (error) {
      const problem = `What you added can't be read. ${errorMessage(error)}`;
      this.store.setState({ unreadable: { records: [], problem } });
    }
  }

  /** The code that checks them is fetched only where something is stored. */
  async #unreadable(): Promise<Unreadable[]> {
    const kinds = ["library", "expert", "router", "encoder"] as const;
    const counts = await Promise.all(kinds.map((kind) => this.kept.records(kind)));
    if (counts.every(({ length }) => length === 0)) return [];
    const { unreadableRecords } = await import("../library/storage/unreadable.ts");
    return unreadableRecords(this.kept);
  }

  /** Deletes one record, and those of its files that nothing else needs. */
  async remove(key: string): Promise<void> {
    try {
      await this.kept.remove(key);
    } catch (error) {
      this.store.setState(({ unreadable }) => ({ unreadable: { ...unreadable, problem: errorMessage(error) } }));
      return;
    }
    await this.look();
  }
}
