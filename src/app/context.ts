import { createContext, useContext, useDeferredValue } from "react";
import { useStore } from "zustand";
import { policyOf } from "../analysis/policy/policyOf.ts";
import { rowsUnder } from "../analysis/rows/selectedRows.ts";
import type { Library } from "../library/load.ts";
import type { Session } from "../session/session.ts";
import { libraryOf } from "../state/derived.ts";
import { NO_POLICY, type Policy } from "../state/policy.ts";
import type { State } from "../state/store.ts";
import type { Selection } from "../state/view/selection.ts";

export const SessionContext = createContext<Session | null>(null);

/** The running session: the store and the actions that change it. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs a <SessionContext.Provider> above it");
  return session;
}

/** A slice of the store; the component re-renders only when the slice changes. */
export function useExplorer<T>(selector: (state: State) => T): T {
  return useStore(useSession().store, selector);
}

/** The library in panels that draw much; see `useArrivedFirst`. Later libraries are there at once, since all panels must show the same one. */
export function useArrivedLibrary(): Library | null {
  return useArrivedFirst(useExplorer(libraryOf));
}

/**
 * What takes long to draw for the first time, such as the ranking of the first decision: null until it is drawn in slices, between which
 * the page can be used. Later values are there at once.
 */
export function useArrivedFirst<T>(value: T | null): T | null {
  const arrived = useDeferredValue(value !== null, false);
  return arrived ? value : null;
}

/** λ and bounds in force: the basis of every decision on the page. */
export function usePolicy(): Policy {
  return useExplorer(policyOf);
}

/** See `useDeferredPolicy`; provided by DeferredPolicy.tsx around each panel that uses it. */
export const DeferredPolicyContext = createContext<Policy>(NO_POLICY);

/** The same for expensive panels: while a slider moves they may lag a few frames behind, but never block it. */
export function useDeferredPolicy(): Policy {
  return useContext(DeferredPolicyContext);
}

/**
 * Rows of the selected benchmark prompts, null before the library is loaded; deferred like the policy.
 * @param without a condition to ignore: the panel that sets it must still show the other options
 */
export function useSelectedRows(without: Partial<Selection> = NOTHING): Int32Array | null {
  const library = useExplorer(libraryOf);
  const selection = useExplorer((state) => state.selection);
  const policy = useDeferredPolicy();
  return library && rowsUnder(library, { ...selection, ...without }, policy);
}

const NOTHING: Partial<Selection> = {};
