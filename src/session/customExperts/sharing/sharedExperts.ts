/**
 * Imports the experts of a manifest (library/customExperts/manifestFile.ts): merges them with existing ones, and looks for their
 * files.
 */
import type { CustomExpert } from "../../../library/customExperts/customExpert.ts";
import { expertBytes } from "../../../library/customExperts/expertBytes.ts";
import {
  type ExpertsManifest,
  fromShared,
  type SharedExpert,
  sameModel,
} from "../../../library/customExperts/manifestFile.ts";
import { LocalFileError } from "../../../library/errors.ts";
import { formName } from "../../../library/hub/weightForms.ts";
import type { LocalFiles } from "../../../library/import/localFiles.ts";
import { randomId, sha256Hex } from "../../../library/storage/hash.ts";
import { freeLabel } from "../freeLabel.ts";

/** Result of importing a manifest: experts to store, and how many already existed with all its data. */
export interface Joined {
  fresh: CustomExpert[];
  /** Existing experts that gained data from the manifest. */
  completed: CustomExpert[];
  same: number;
}

/**
 * Merges a manifest's experts with the existing ones. Data of existing experts are never overwritten: only missing values are
 * filled in.
 * @param freeId returns an unused id like this one; `taken`: ids assigned in this import
 */
export function joinShared(
  here: readonly CustomExpert[],
  { experts }: ExpertsManifest,
  freeId: (wanted: string, taken: ReadonlySet<string>) => string,
  now = Date.now(),
): Joined {
  const joined: Joined = { fresh: [], completed: [], same: 0 };
  const taken = new Set<string>();
  const labels = new Set(here.map(({ label }) => label));
  for (const shared of experts) {
    if (joined.fresh.some((one) => sameModel(one, shared))) continue;
    const known = here.find((one) => sameModel(one, shared));
    if (known) {
      const complete = completed(known, shared);
      if (complete) joined.completed.push(complete);
      else joined.same++;
      continue;
    }
    const id = freeId(shared.id, taken);
    taken.add(id);
    const label = freeLabel(shared.label, formName(shared), labels);
    labels.add(label);
    // One per millisecond, so that they stay in the manifest's order.
    joined.fresh.push(fromShared({ ...shared, label }, `expert-${randomId()}`, id, now + joined.fresh.length));
  }
  return joined;
}

/** An existing expert with its missing values filled in; null when nothing was missing. */
function completed(known: CustomExpert, shared: SharedExpert): CustomExpert | null {
  const lacked = (["parameters", "newestText", "license", "calibration"] as const).filter(
    (key) => known[key] === null && shared[key] !== null,
  );
  return lacked.length === 0 ? null : { ...known, ...Object.fromEntries(lacked.map((key) => [key, shared[key]])) };
}

/**
 * The files of a shared expert among those that the user provides, by SHA-256, in any folder.
 * @param name the name in errors of what was provided
 * Throws a LocalFileError that names the first missing or wrong file, or the signal's reason.
 */
export async function matchFiles(
  { files, label }: CustomExpert,
  given: LocalFiles,
  name: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (loaded: number, total: number) => void },
): Promise<Map<string, ArrayBuffer>> {
  const contents = new Map<string, ArrayBuffer>();
  const total = expertBytes({ files });
  let loaded = 0;
  for (const [path, { sha256, bytes }] of Object.entries(files)) {
    // Try the file with that name first; another one with that length may be a renamed copy.
    const candidates = [...given]
      .filter(([, file]) => file.bytes === bytes)
      .sort(([a], [b]) => +isAt(b, path) - +isAt(a, path));
    for (const [, file] of candidates) {
      signal.throwIfAborted();
      const content = await file.read();
      if ((await sha256Hex(content)) !== sha256) continue;
      contents.set(sha256, content);
      break;
    }
    if (!contents.has(sha256))
      throw new LocalFileError(path, `${problemOf(path, bytes, given, name)} “${label}” is unchanged.`);
    loaded += bytes;
    onProgress(loaded, total);
  }
  return contents;
}

/** Whether a given file has this path's name, in any folder. */
const isAt = (given: string, path: string): boolean => given === path || given.endsWith(`/${path}`);

function problemOf(path: string, bytes: number, given: LocalFiles, name: string): string {
  const other = [...given].find(([at]) => isAt(at, path));
  if (!other) return `${path} is missing from ${name}. Choose the folder or zip that the expert was added from.`;
  const [, file] = other;
  return file.bytes === bytes
    ? `${path} in ${name} is not the file that was shared: its SHA-256 differs.`
    : `${path} in ${name} is not the file that was shared: it has ${file.bytes} bytes instead of ${bytes}.`;
}

/** One sentence on the result of an import. */
export function toldOf({ fresh, completed: filled, same }: Joined): string {
  const waiting = fresh.filter(({ missing }) => missing).map(({ label }) => label);
  const count = (n: number) => (n === 1 ? "1 expert" : `${n} experts`);
  return [
    fresh.length > 0 ? `${count(fresh.length)} added.` : "",
    filled.length > 0 ? `${count(filled.length)} that ${filled.length === 1 ? "was" : "were"} here completed.` : "",
    same > 0 ? `${count(same)} ${same === 1 ? "was" : "were"} already here, unchanged.` : "",
    waiting.length > 0 ? `Still missing (add them under Experts): the files of ${waiting.join(", ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
