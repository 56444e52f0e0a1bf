import { createStore, type StoreApi } from "zustand/vanilla";

export type Theme = "system" | "light" | "dark";

/** What belongs to the reader and not to the view: remembered in this browser, never part of a link. */
export interface Preferences {
  theme: Theme;
  /** Whether keys without Ctrl or Alt (such as `?`) act on the page: people who speak to their computer switch them off. */
  singleKeys: boolean;
  /** The tour: not offered yet, waved away or finished, or left at a step. */
  tour: "new" | "done" | number;
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "system", singleKeys: true, tour: "new" };

const KEY = "tryage-explorer";
const THEMES: readonly unknown[] = ["system", "light", "dark"];
const MAX_STEP = 1_000;

/** The part of `localStorage` that is used; null where the browser keeps it from the page. */
export type PreferenceStorage = Pick<Storage, "getItem" | "setItem"> | null;

/** Preferences as remembered; every change is remembered at once. Without storage they hold until the page is closed. */
export function createPreferences(storage: PreferenceStorage): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => readPreferences(remembered(storage)));
  store.subscribe((preferences) => {
    try {
      storage?.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Full or forbidden storage only means that the next visit starts anew.
    }
  });
  return store;
}

/** Reads what was remembered; whatever is not a preference of this version is left at its default. */
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
