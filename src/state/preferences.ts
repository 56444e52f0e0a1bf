import { createStore, type StoreApi } from "zustand/vanilla";

export type Theme = "system" | "light" | "dark";

/** Preferences of the reader, independent of the view: stored in this browser, never part of a link. */
export interface Preferences {
  theme: Theme;
  /** Whether single-key shortcuts without Ctrl or Alt (such as `?`) are active: users of speech input switch them off. */
  singleKeys: boolean;
  /** The tour: not offered yet, dismissed or finished, or interrupted at a step. */
  tour: "new" | "done" | number;
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "system", singleKeys: true, tour: "new" };

const KEY = "tryage-explorer";
const THEMES: readonly unknown[] = ["system", "light", "dark"];
const MAX_STEP = 1_000;

/** The part of `localStorage` that is used; null if the browser blocks it. */
export type PreferenceStorage = Pick<Storage, "getItem" | "setItem"> | null;

/** Stored preferences; every change is saved at once. Without storage they last until the page is closed. */
export function createPreferences(storage: PreferenceStorage): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => readPreferences(remembered(storage)));
  store.subscribe((preferences) => {
    try {
      storage?.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Full or blocked storage only means that the next visit starts with the defaults.
    }
  });
  return store;
}

/** Reads stored preferences; anything that is not a valid preference of this version keeps its default. */
export function readPreferences(written: string | null): Preferences {
  const found = parsed(written);
  const { theme, singleKeys, tour } = found;
  return {
    theme: THEMES.includes(theme) ? (theme as Theme) : DEFAULT_PREFERENCES.theme,
    singleKeys: typeof singleKeys === "boolean" ? singleKeys : DEFAULT_PREFERENCES.singleKeys,
    tour: isTour(tour) ? tour : DEFAULT_PREFERENCES.tour,
  };
}

function isTour(value: unknown): value is Preferences["tour"] {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 && value <= MAX_STEP;
  return value === "new" || value === "done";
}

function parsed(written: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(written ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function remembered(storage: PreferenceStorage): string | null {
  try {
    return storage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}
