import { type GivenKind, givenKind } from "../library/import/givenKind.ts";
import type { LocalFiles } from "../library/import/localFiles.ts";

/** A folder, a zip or loose files from the user; `open` lists them, and may reject with a LibraryError. */
export interface Given {
  name: string;
  open: () => Promise<LocalFiles>;
}

/** The opener for each kind of item. Openers write their failures to the store. */
export type Openers = Readonly<Record<GivenKind, (given: Given) => Promise<unknown>>>;

/**
 * Opens files from the user, whether dropped on the page or chosen in a dialog.
 * @param expected the kind to assume if the files are unclear or unreadable: its opener reports what is wrong with them
 * @returns the kind that was recognised
 */
export async function openGiven({ name, open }: Given, expected: GivenKind, openers: Openers): Promise<GivenKind> {
  const files = open();
  const kind = (await files.then(givenKind).catch(() => null)) ?? expected;
  await openers[kind]({ name, open: () => files });
  return kind;
}
