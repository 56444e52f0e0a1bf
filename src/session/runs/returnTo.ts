import type { View } from "../../state/store.ts";
import type { LoggedDecision } from "./decisionLog.ts";

/** The session's methods for restoring a decision. */
export interface Returning {
  store: { getState: () => { libraryAddress: string } };
  libraries: { open: (address: string) => Promise<boolean> };
  setView: (view: Partial<View>) => void;
}

/**
 * Restores prompt and sliders of a logged decision, in its library. If that library can't be opened any more, nothing changes, and
 * the store has the reason.
 */
export async function returnTo(session: Returning, decision: LoggedDecision): Promise<void> {
  const { libraryAddress, prompt, sliders } = decision;
  if (session.store.getState().libraryAddress !== libraryAddress && !(await session.libraries.open(libraryAddress)))
    return;
  session.setView({ prompt, sliders, masks: [] });
}
