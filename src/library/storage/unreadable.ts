/**
 * Items added by the user that this version of the app can't read any more: they are listed and can be removed, but are never
 * dropped silently.
 */
import { customExpertShape } from "../customExperts/customExpert.ts";
import { keptRouterShape } from "../evaluationTable/router/keptRouterShape.ts";
import { keptEncoderShape } from "../hub/keptEncoderShape.ts";
import { addedLibraryShape } from "../import/addedLibraryShape.ts";
import type { LocalRecord, LocalStore } from "./localStore.ts";

export interface Unreadable {
  key: string;
  kind: LocalRecord["kind"];
  /** Its name if still readable; else its key. */
  label: string;
  /** What is wrong with it, and where. */
  reason: string;
}

const SHAPES = {
  library: addedLibraryShape,
  expert: customExpertShape,
  router: keptRouterShape,
  encoder: keptEncoderShape,
} as const;
const KINDS = ["library", "expert", "router", "encoder"] as const;

/** The stored records that cannot be read. Throws a StorageError. */
export async function unreadableRecords(store: LocalStore): Promise<Unreadable[]> {
  const records = (await Promise.all(KINDS.map((kind) => store.records(kind)))).flat();
  return records.flatMap(({ key, kind, value }) => {
    const issue = SHAPES[kind].safeParse(value).error?.issues[0];
    if (!issue) return [];
    const place = issue.path.join(".");
    return [
      { key, kind, label: labelOf(value) ?? key, reason: place === "" ? issue.message : `${place}: ${issue.message}` },
    ];
  });
}

/** The label of an expert, or the name of a library or an encoder, if present. */
function labelOf(value: unknown): string | null {
  const {
    label,
    name: own,
    manifest,
  } = (value ?? {}) as {
    label?: unknown;
    name?: unknown;
    manifest?: { name?: unknown } | null;
  };
  const found = [label, own, manifest?.name].find((name) => typeof name === "string" && name !== "");
  return found === undefined ? null : String(found).slice(0, 100);
}
