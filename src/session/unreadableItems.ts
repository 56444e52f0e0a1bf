import { errorMessage } from "../core/errorMessage.ts";
import type { LocalStore } from "../library/storage/localStore.ts";
import { unreadableRecords } from "../library/storage/unreadable.ts";
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
      this.store.setState({ unreadable: { records: await unreadableRecords(this.kept), problem: null } });
    } catch (error) {
      const problem = `What you added can't be read. ${errorMessage(error)}`;
      this.store.setState({ unreadable: { records: [], problem } });
    }
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
