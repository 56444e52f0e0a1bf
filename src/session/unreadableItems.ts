import { sentence } from "../core/errorMessage.ts";
import type { LocalStore } from "../library/storage/localStore.ts";
import { unreadableRecords } from "../library/storage/unreadable.ts";
import type { Store } from "../state/store.ts";

/** What was added and cannot be read any more: looked for at every visit, and removed when the person says so. */
export class UnreadableItems {
  constructor(
    private readonly store: Store,
    private readonly kept: LocalStore,
  ) {}

  /** Tells the store what cannot be read. */
  async look(): Promise<void> {
    try {
      this.store.setState({ unreadable: { records: await unreadableRecords(this.kept), problem: null } });
    } catch (error) {
      const problem = `What you added can't be read. ${sentence(error)}`;
      this.store.setState({ unreadable: { records: [], problem } });
    }
  }

  /** Forgets one record, and its files where nothing else needs them. */
  async remove(key: string): Promise<void> {
    try {
      await this.kept.remove(key);
    } catch (error) {
      this.store.setState(({ unreadable }) => ({ unreadable: { ...unreadable, problem: sentence(error) } }));
      return;
    }
    await this.look();
  }
}
