import { DEFAULT_VIEW, type View } from "../store.ts";
import { CUT, LINK_KEYS, MAX_PROMPT } from "./linkKeys.ts";
import { readFragment, writeFragment } from "./linkText.ts";

/** Further keys are not listed: nobody would read them. */
const MAX_UNUSED = 40;

/** The content of a link. */
export interface ReadLink {
  view: View;
  /** Keys that are not understood: misspelt, damaged, or of another version. Their values keep the defaults. */
  unused: string[];
  /** Length of the whole prompt, if the link contains only its beginning. */
  cut: number | null;
}

/**
 * Writes the view as a URL fragment (no leading `#`): only what differs from the default, so that links stay short.
 * The fragment never leaves the browser: a prompt in a link is not sent to the host.
 */
export const encodeView = (view: View): string => writeFragment(LINK_KEYS.flatMap((key) => key.write(view)));

/** Reads a fragment; anything invalid keeps its default, so that a damaged link still opens. The first of duplicate keys counts. */
export function readLink(fragment: string): ReadLink {
  const parameters = readFragment(fragment);
  const unused: string[] = [];
  let view = DEFAULT_VIEW;
  for (const name of new Set(parameters.keys())) {
    const written = parameters.get(name)!;
    const read = LINK_KEYS.find((key) => key.matches(name))?.read(view, written, name);
    if (read) view = read;
    else if (unused.length < MAX_UNUSED) unused.push(name);
  }
  const length = Math.max(Number(parameters.get(CUT)) || 0, parameters.get("prompt")?.length ?? 0);
  return { view, unused, cut: Number.isSafeInteger(length) && length > MAX_PROMPT ? length : null };
}

/** The view in a fragment. */
export const decodeView = (fragment: string): View => readLink(fragment).view;
