import type { View } from "../store.ts";

/** One key of a link, or a family of keys with a common prefix. */
export interface LinkKey {
  /** Its name; the prefix for a family. */
  name: string;
  /** The keys and values for a view; nothing for defaults. */
  write(view: View): readonly (readonly [name: string, value: string])[];
  /** Whether a key is this one, or belongs to this family. */
  matches(name: string): boolean;
  /** The view with the key's value applied; undefined if the value is invalid. */
  read(view: View, written: string, name: string): View | undefined;
}
