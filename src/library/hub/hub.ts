/**
 * Models of a hub: the Hugging Face Hub, or another address with the same layout. `api/models/<id>?blobs=true` lists a model's
 * files with their sizes, `<id>/resolve/<revision>/<path>` gives one.
 */

import { DownloadError, IntegrityError, UnsupportedModelError } from "../errors.ts";
import { isLfsPointer, POINTER_PROBLEM } from "../import/lfsPointer.ts";
import { z } from "../manifest/zod.ts";
import { browserStorage, keep, readStored, type Storage } from "../storage/fileCache.ts";
import { hashing, sha256Hex } from "../storage/hash.ts";
import { type RequestOptions, requestBytes } from "../storage/request.ts";
import { resumedBytes } from "../storage/resumed.ts";

export const DEFAULT_HUB = "https://huggingface.co/";

export interface HubFile {
  url: string;
  bytes: number;
  /** Only known for large files. */
  sha256: string | null;
}

/** What to write or do for a model that is not public. */
const HOW_TO_LOG_IN =
  "write an access token of your account under “a gated or private model”, or download the model yourself and drop the folder here";

export interface HubModel {
  id: string;
  /** The commit used in the URLs, so that a model never changes under the app. */
  revision: string;
  files: ReadonlyMap<string, HubFile>;
  license: string | null;
  parameters: number | null;
}

/** Ids as the Hub allows them: `name` or `owner/name`. */
const MODEL_ID = /^[\w.-]{1,96}(?:\/[\w.-]{1,96})?$/;
/** A commit, or another name of a revision; dots alone would lead to another folder. */
export const REVISION = /^(?!\.+$)[\w.-]{1,80}$/;
const MAX_LISTING_BYTES = 4_000_000;

const listing = z.object({
  sha: z.string().regex(REVISION),
  cardData: z
    .object({
      license: z.string().max(100).optional().catch(undefined),
      license_name: z.string().max(100).optional().catch(undefined),
    })
    .nullish()
    .catch(null),
  // False, or how access is granted: "auto" or "manual".
  gated: z.union([z.boolean(), z.string()]).nullish().catch(null),
  safetensors: z
    .object({ total: z.number().min(0) })
    .nullish()
    .catch(null),
  siblings: z
    .array(
      z.object({
        rfilename: z.string().max(500),
        size: z.number().min(0).optional(),
        lfs: z
          .object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
          .nullish()
          .catch(null),
      }),
    )
    .max(10_000),
});

/** The absolute URL of a hub's folder. Throws an UnsupportedModelError for anything but a web address. */
export function hubAddress(written: string): string {
  const trimmed = written.trim() || DEFAULT_HUB;
  try {
    const url = new URL(trimmed.endsWith("/") ? trimmed : `${trimmed}/`, globalThis.document?.baseURI);
    if (/^https?:$/.test(url.protocol)) return url.href;
  } catch {
    // Said below.
  }
  throw new UnsupportedModelError(
    "hub",
    `“${trimmed.slice(0, 100)}” is not a web address. Write the hub's, such as ${DEFAULT_HUB}`,
  );
}

/**
 * Asks a hub for a model's files.
 * @param options.revision a branch, a tag, a commit or `refs/pr/1`; by default, the hub's own choice
 * @param options.token of an account that may read the model; null for what is public
 * Throws an UnsupportedModelError for a model that does not exist or that needs a token, a DownloadError, or the signal's reason.
 */
export async function lookUp(
  hub: string,
  id: string,
  { revision = null, ...options }: RequestOptions & { revision?: string | null } = {},
): Promise<HubModel> {
  if (!isModelId(id)) {
    throw new UnsupportedModelError(
      id,
      "A model of the Hub is named like “owner/name”: letters, digits, dots, dashes, underscores.",
    );
  }
  const state = revision === null ? "" : `/revision/${encodeURIComponent(revision)}`;
  const url = `${hub}api/models/${id}${state}?blobs=true`;
  const body = await requestBytes(url, MAX_LISTING_BYTES, "no-cache", { ...options, onProgress: undefined }).catch(
    (error) => {
      const status = error instanceof DownloadError ? error.status : null;
      if (status === 404 || status === 401 || status === 403) {
        const asked = revision === null ? `“${id}”` : `“${id}” with a revision “${revision}”`;
        throw new UnsupportedModelError(
          id,
          options.token
            ? `The hub has no model ${asked} that this access token may read (it answered ${status}). Check the spelling, and that the token is valid.`
            : `The hub has no public model ${asked} (it answered ${status}). Check the spelling: capitals matter. If it is private, ${HOW_TO_LOG_IN}.`,
        );
      }
      throw error;
    },
  );
  let parsed: z.infer<typeof listing>;
  try {
    parsed = listing.parse(JSON.parse(new TextDecoder().decode(body)));
  } catch (cause) {
    throw new UnsupportedModelError(id, `${hub} did not answer as a hub does. Check the hub's address.`, { cause });
  }
  const { sha, siblings, cardData, safetensors, gated } = parsed;
  if (gated && !options.token) {
    throw new UnsupportedModelError(
      id,
      `${id} is gated: its files need a log-in. To add it, ${HOW_TO_LOG_IN} (hf download ${id} --local-dir ${id.split("/").at(-1)}).`,
    );
  }
  const files = new Map(
    siblings
      .filter(({ rfilename }) => isPlainPath(rfilename))
      .map(({ rfilename, size = 0, lfs }): [string, HubFile] => {
        const url = hubFileAddress(hub, id, sha, rfilename);
        return [rfilename, { url, bytes: size, sha256: lfs?.sha256 ?? null }];
      }),
  );
  const license = cardData?.license === "other" ? cardData.license_name : cardData?.license;
  return { id, revision: sha, files, license: license ?? null, parameters: safetensors?.total || null };
}

/** Whether it has the form of a model id: `name` or `owner/name`. */
export const isModelId = (id: string): boolean => MODEL_ID.test(id) && !id.includes("..");

/** The URL of one file of a model. @param hub the hub's folder, with a trailing slash */
export function hubFileAddress(hub: string, id: string, revision: string, path: string): string {
  return `${hub}${id}/resolve/${revision}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** Whether it names a file inside the model's folder, in valid characters; other files do not belong to the model. */
function isPlainPath(path: string): boolean {
  return !/\p{Surrogate}/u.test(path) && path.split("/").every((step) => !/^\.{0,2}$/.test(step));
}

/**
 * Gets a file of a hub, from the cache or by download, and caches it by its SHA-256 if the browser can; `kept` says whether. Throws
 * a DownloadError, an IntegrityError, a StorageError if the browser cannot hash, or the signal's reason.
 */
export async function fetchHubFile(
  path: string,
  { url, bytes, sha256 }: HubFile,
  options: RequestOptions & { storage?: Storage | null } = {},
): Promise<{ buffer: ArrayBuffer; sha256: string; kept: boolean }> {
  const { storage = browserStorage() } = options;
  // Checked before the download: a large file that cannot be verified need not be fetched.
  const subtle = hashing(path);
  const before = sha256 === null ? null : await readStored(url, sha256, storage);
  if (before) {
    options.onProgress?.(bytes, bytes);
    return { buffer: await before.arrayBuffer(), sha256: sha256!, kept: true };
  }
  const wrong = (problem: string) =>
    new IntegrityError(path, `${path} ${problem}. Try again; if that does not help, the hub's copy is damaged.`);
  const arriving =
    sha256 === null
      ? requestBytes(url, bytes, "default", options)
      : resumedBytes({ url, bytes, sha256 }, options, storage);
  const buffer = await arriving.catch((error) => {
    if (error instanceof IntegrityError) throw wrong(`is longer than the ${bytes} bytes that the hub lists`);
    if (error instanceof DownloadError && (error.status === 401 || error.status === 403)) {
      throw new DownloadError(
        path,
        options.token
          ? `${path} may not be read with this access token (the hub answered ${error.status}). Accept the model's terms on its page, and check that the token may read it.`
          : `${path} needs a log-in (the hub answered ${error.status}). To fetch it, ${HOW_TO_LOG_IN}.`,
        { status: error.status, cause: error },
      );
    }
    if (error instanceof DownloadError && error.status === 404) {
      const message = `${path} is not at the hub (it answered 404). Look the model up again, or choose other weights.`;
      throw new DownloadError(path, message, { status: 404, cause: error });
    }
    throw error;
  });
  if (isLfsPointer(buffer) && buffer.byteLength !== bytes) {
    throw new IntegrityError(path, `${path} ${POINTER_PROBLEM} Run “git lfs pull” where the hub has its files.`);
  }
  if (buffer.byteLength !== bytes)
    throw wrong(`has ${buffer.byteLength} bytes instead of the ${bytes} that the hub lists`);
  const actual = await sha256Hex(buffer, subtle);
  options.signal?.throwIfAborted();
  if (sha256 !== null && actual !== sha256) throw wrong("is not the file that the hub lists: its SHA-256 differs");
  return { buffer, sha256: actual, kept: await keep(url, actual, buffer, storage) };
}
