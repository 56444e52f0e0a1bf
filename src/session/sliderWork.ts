import { withLatencies } from "../library/localLatencies.ts";
import type { Store } from "../state/store.ts";

/** What was measured here replaces the library's figures. */
export function applyLatencies(store: Store): void {
  const { library, latencies } = store.getState();
  const measured = library && withLatencies(library, latencies);
  if (measured && measured !== library) store.setState({ library: measured });
}
