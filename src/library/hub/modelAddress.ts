/**
 * What a user types or pastes to name a model of a hub: its id, or the URL of one of its pages or files, with or without a
 * revision.
 */
import { UnsupportedModelError } from "../errors.ts";
import { DEFAULT_HUB, isModelId } from "./hub.ts";

/** A model as it was named. */
export interface ModelAddress {
  /** The hub's folder, with a trailing slash. */
  hub: string;
  /** `owner/name`, or `name` for the Hub's oldest models. */
  id: string;
  /** A branch, a tag, a commit or `refs/pr/1`; null for the hub's default, its main branch. */
  revision: string | null;
}

/** Host names of the Hugging Face Hub. */
const HUB_HOST = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)(?:\/|$)/i;
/** Folders of the Hub that are not owners, with their contents. */
const OTHER_PAGES: Readonly<Record<string, string>> = {
  datasets: "a dataset",
  spaces: "a Space",
  models: "a list of models",
  collections: "a collection",
  papers: "a paper",
  docs: "the documentation",
  blog: "a blog post",
};
/** Kinds of model pages, which precede the revision in a URL. */
const VIEWS = /^(?:tree|blob|resolve|raw|commit|commits|discussions)$/;
/** The page of a pull request, which looks like that of a discussion. */
const PULL_REQUESTS = "discussions";
/** Parts of a revision's name that Git allows and that are supported here; dots alone would lead to another folder. */
const REVISION_NAME = /^(?!.*(?:^|\/)\.*(?:\/|$))[\w./-]{1,200}$/;

/**
 * Parses `owner/name`, `owner/name@revision`, or a URL such as `https://huggingface.co/owner/name/tree/revision/path`.
 * @param hub the hub's folder, which a Hugging Face URL overrides
 * Throws an UnsupportedModelError that says what to write.
 */
export function parseModelAddress(written: string, hub: string = DEFAULT_HUB): ModelAddress {
  const text = written.trim().replace(/^(["'“])(.*)["'”]$/, "$2");
  const onHub = HUB_HOST.exec(text);
  const lead = onHub?.[0] ?? (text.startsWith(hub) ? hub : "");
  const path = text
    .slice(lead.length)
    .replace(/[?#].*$/s, "")
    .replace(/^\/+|\/+$/g, "");
  const fail = (problem: string) => new UnsupportedModelError(text.slice(0, 200), problem);
  if (/^[a-z][a-z+.-]*:\/\//i.test(path)) {
    throw fail(
      `“${text.slice(0, 100)}” is not an address of the hub ${hub}. Write the model's id, such as “owner/name”, or that hub's address under “another hub”.`,
    );
  }
  const other = lead === "" ? undefined : OTHER_PAGES[path.split("/")[0]!];
  if (other !== undefined) {
    throw fail(`“${text.slice(0, 100)}” is the address of ${other}. Open a model's page and copy its address.`);
  }
  const { id, revision } = lead === "" ? ofId(path) : ofPage(path);
  if (!isModelId(id)) {
    throw fail(
      "A model of the Hub is named like “owner/name”: letters, digits, dots, dashes, underscores. The address of its page works, too.",
    );
  }
  if (revision !== null && !REVISION_NAME.test(revision)) {
    throw fail(`“${revision.slice(0, 100)}” is not a revision. Write a branch, a tag or a commit, or leave it out.`);
  }
  return { hub: onHub ? DEFAULT_HUB : hub, id, revision };
}

/** `owner/name`, optionally followed by a revision: `@v1`, or as in a URL. */
function ofId(path: string): Omit<ModelAddress, "hub"> {
  const at = path.indexOf("@");
  if (at >= 0) return { id: path.slice(0, at).trim(), revision: path.slice(at + 1).trim() };
  return ofPage(path);
}

/** The path of a URL below the hub's folder. */
function ofPage(path: string): Omit<ModelAddress, "hub"> {
  const steps = path.replace(/^api\/models\//, "").split("/");
  // After `owner/name`, or after a lone `name`; a model may itself be called “tree”.
  const view = VIEWS.test(steps[2] ?? "") ? 2 : steps.length > 2 && VIEWS.test(steps[1]!) ? 1 : -1;
  const id = (view < 0 ? steps : steps.slice(0, view)).join("/").replace(/\.git$/, "");
  if (view < 0) return id.includes("@") ? ofId(id) : { id, revision: null };
  const [number = ""] = steps.slice(view + 1);
  if (steps[view] === PULL_REQUESTS) return { id, revision: /^\d+$/.test(number) ? `refs/pr/${number}` : null };
  return { id, revision: revisionOf(steps.slice(view + 1)) };
}

/** A revision is one path segment, with its own slashes written as %2F; only Git's `refs/…` also occur with plain ones. */
function revisionOf(steps: readonly string[]): string | null {
  const [first = ""] = steps;
  if (first === "refs" && steps.length >= 3) return steps.slice(0, 3).join("/");
  try {
    return decodeURIComponent(first) || null;
  } catch {
    return first;
  }
}
