import { type GivenKind, givenKind } from "../library/import/givenKind.ts";
import type { LocalFiles } from "../library/import/localFiles.ts";

/** A folder, a zip or loose files that a person gave; `open` lists them, and may reject with a LibraryError. */
export interface Given {
  name: string;
  open: () => Promise<LocalFiles>;
}

/** What opens each kind of thing. A failure is told in the store, by whoever opens it. */
export type Openers = Readonly<Record<GivenKind, (given: Given) => Promise<unknown>>>;

/**
 * Opens what a person gives, wherever they give it: dropped on the page, or chosen in a dialog.
 * @param expected what is meant where the files do not tell, or cannot be read: its opener says what is wrong with them
 * @returns what it was taken for
 */
export async function openGiven({ name, open }: Given, expected: GivenKind, openers: Openers): Promise<GivenKind> {
  const files = open();
  const kind = (await files.then(givenKind).catch(() => null)) ?? expected;
  await openers[kind]({ name, open: () => files });
  return kind;
}
