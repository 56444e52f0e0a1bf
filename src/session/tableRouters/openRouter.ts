/** Opens a downloaded router: with its table where that is here, else alone, with the decisions that it makes. */

import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { readRouter } from "../../lab/takeaway/readRouter.ts";
import { libraryAddress, type Site } from "../../library/address.ts";
import { buildLibrary } from "../../library/evaluationTable/buildLibrary.ts";
import { placesOf } from "../../library/evaluationTable/router/withTableRouter.ts";
import { storedLibraries } from "../../library/import/addedLibraries.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { Library } from "../../library/load.ts";
import type { LocalStore } from "../../library/storage/localStore.ts";
import type { Libraries } from "../libraries/libraries.ts";

export interface Opening {
  open: Library | null;
  added: LocalStore;
  site: Site;
  libraries: Pick<Libraries, "open" | "take">;
}

/** Resolves to the router once a table is open that it can be used with; to null where that table could not be opened. Throws a LocalFileError. */
export async function openRouter(files: LocalFiles, name: string, where: Opening): Promise<TrainedRouter | null> {
  const router = await readRouter(files, name);
  if (where.open && belongs(where.open, router)) return router;
  const folder = await folderOfTable(where.added, router);
  const opened =
    folder === null
      ? await where.libraries.take(router.name, () => libraryOfRouter(router))
      : await where.libraries.open(libraryAddress(folder, where.site));
  return opened ? router : null;
}

/** Whether a table is the router's: it has most of its prompts, and two of its models at least. */
export function belongs(library: Library, router: TrainedRouter): boolean {
  if (library.manifest.router) return false;
  const ids = new Set(library.benchmark.ids);
  const known = router.heldOut.ids.filter((id) => ids.has(id)).length;
  return 2 * known > router.heldOut.ids.length && placesOf(library, router).filter((place) => place >= 0).length > 1;
}

async function folderOfTable(added: LocalStore, { report }: TrainedRouter): Promise<string | null> {
  for (const { folder, manifest } of await storedLibraries(added).catch(() => [])) {
    const { files, benchmark } = (manifest ?? {}) as {
      files?: Record<string, { sha256?: unknown } | undefined>;
      benchmark?: { prompts?: unknown };
    };
    if (typeof benchmark?.prompts === "string" && files?.[benchmark.prompts]?.sha256 === report.table.sha256)
      return folder;
  }
  return null;
}

/** A table of the router's prompts, by their ids alone: it has no scores, and costs are those of the models. */
function libraryOfRouter({ name, models, heldOut, meanCosts, report }: TrainedRouter) {
  const cells = heldOut.ids.length * models.length;
  const table = {
    models,
    prompts: heldOut.ids.map((id) => ({ id, dataset: "", text: "" })),
    scores: new Float64Array(cells).fill(Number.NaN),
    costs: meanCosts && Float64Array.from({ length: cells }, (_, at) => meanCosts[at % models.length]!),
    inputTokens: null,
    outputTokens: null,
    hasIds: true,
    hasTexts: false,
  };
  const about = {
    id: "router-alone",
    text: `Opened from the files of the router “${name}”, which was trained on “${report.table.name}”. Its table is not here, so there are no measured scores.`,
    remedies: [],
  };
  return buildLibrary(
    { name: `Router “${name}”, ${report.table.name}`, table, prices: null, routers: [], findings: [about] },
    new Date(),
  );
}
