/** Experts that a manifest brings (library/expertsManifest.ts): joined with those that are here, and their files looked for. */
import { type CustomExpert, sizeOf } from "../../../library/customExperts/customExpert.ts";
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

/** What came of a manifest: experts to keep, and how many were here already with all that it says of them. */
export interface Joined {
  fresh: CustomExpert[];
  /** Experts that were here, and now know what the manifest knows. */
  completed: CustomExpert[];
  same: number;
}

/**
 * Joins the experts of a manifest with those that are here. Of a model that is here already nothing is overwritten: only what was not
 * known is taken over.
 * @param freeId an id like this one that nobody has; `taken`: those given away in this turn
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
    // One a millisecond, so that they stay in the manifest's order.
    joined.fresh.push(fromShared({ ...shared, label }, `expert-${randomId()}`, id, now + joined.fresh.length));
  }
  return joined;
}

/** An expert that is here with what it lacked; null when it lacked nothing. */
function completed(known: CustomExpert, shared: SharedExpert): CustomExpert | null {
  const lacked = (["parameters", "newestText", "license", "calibration"] as const).filter(
    (key) => known[key] === null && shared[key] !== null,
  );
  return lacked.length === 0 ? null : { ...known, ...Object.fromEntries(lacked.map((key) => [key, shared[key]])) };
}

/**
 * The files of a shared expert among those that the user gives, by SHA-256, whatever folder they lie in.
 * @param name what errors call what was given
 * Throws a LocalFileError that names the first file that is missing or another one, or the signal's reason.
 */
export async function matchFiles(
  { files, label }: CustomExpert,
  given: LocalFiles,
  name: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (loaded: number, total: number) => void },
): Promise<Map<string, ArrayBuffer>> {
  const contents = new Map<string, ArrayBuffer>();
  const total = sizeOf({ files });
  let loaded = 0;
  for (const [path, { sha256, bytes }] of Object.entries(files)) {
    // The one of that name first; another of that length may be a renamed one.
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

/** Whether a given file is that of this path, in whatever folder it lies. */
const isAt = (given: string, path: string): boolean => given === path || given.endsWith(`/${path}`);

function problemOf(path: string, bytes: number, given: LocalFiles, name: string): string {
  const other = [...given].find(([at]) => isAt(at, path));
  if (!other) return `${path} is missing from ${name}. Choose the folder or zip that the expert was added from.`;
  const [, file] = other;
  return file.bytes === bytes
    ? `${path} in ${name} is not the file that was shared: its SHA-256 differs.`
    : `${path} in ${name} is not the file that was shared: it has ${file.bytes} bytes instead of ${bytes}.`;
}

/** One sentence on what an import did. */
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
