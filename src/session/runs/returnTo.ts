import type { View } from "../../state/store.ts";
import type { LoggedDecision } from "./decisionLog.ts";

/** What of the session brings a decision back. */
export interface Returning {
  store: { getState: () => { libraryAddress: string } };
  libraries: { open: (address: string) => Promise<boolean> };
  setView: (view: Partial<View>) => void;
}

/**
 * Brings back prompt and sliders of a decision in the log, in the library that it was made with. When that library cannot be opened any
 * more, nothing changes, and the store says why.
 */
export async function returnTo(session: Returning, decision: LoggedDecision): Promise<void> {
  const { libraryAddress, prompt, sliders } = decision;
  if (session.store.getState().libraryAddress !== libraryAddress && !(await session.libraries.open(libraryAddress)))
    return;
  session.setView({ prompt, sliders, masks: [] });
}
