/** Parts of the session that the page starts without. */
import type { State, Store } from "../state/store.ts";
import type { StatisticsClient } from "../workers/statistics/client.ts";

export const givenKinds = () => import("../library/import/givenKind.ts");
export const fetching = () => import("./libraries/fetchTable.ts");

/** Fetches what computes ahead. Where it does not arrive, the panels compute what they show. */
export const fetchAhead = () => import("../analysis/computeAhead.ts").catch(() => null);

/** See analysis/computeAhead.ts. */
export async function computeAhead(state: State, statistics: StatisticsClient): Promise<void> {
  await (await fetchAhead())?.computeAhead(state, statistics);
}

/** See libraries/followComparisons.ts. Where it does not arrive, nothing is compared. */
export const compare = (store: Store, shippedFolder: string): Promise<void> =>
  import("./libraries/followComparisons.ts").then(
    ({ followComparisons }) => followComparisons(store, shippedFolder),
    () => undefined,
  );

/** Milliseconds in which the first decision is drawn, and those for which the browser is then waited for until it rests. */
const DRAWING_MS = 500;
const LONGEST_MS = 2_000;

/** What is fetched after the first decision would take network and processor from drawing it. */
export async function drawn(): Promise<void> {
  await new Promise((done) => setTimeout(done, DRAWING_MS));
  if (typeof requestIdleCallback === "undefined") return;
  await new Promise((done) => requestIdleCallback(done, { timeout: LONGEST_MS }));
}
