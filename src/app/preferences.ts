import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { Preferences } from "../state/preferences.ts";

export const PreferencesContext = createContext<StoreApi<Preferences> | null>(null);

/** The reader's current preferences, and how to change them. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const store = useContext(PreferencesContext);
  if (!store) throw new Error("usePreferences needs a <PreferencesContext.Provider> above it");
  return [useStore(store), store.setState];
}
