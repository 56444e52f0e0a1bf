import { buildLibrary } from "../evaluationTable/buildLibrary.ts";
import { withTableEdits } from "../evaluationTable/edits/withTableEdits.ts";
import { TableImporter } from "../evaluationTable/importer.ts";
import { withTableRouter } from "../evaluationTable/router/withTableRouter.ts";
import { type Library, openLibrary } from "../load.ts";

/** The library of imported tables. @param files their texts by path */
export async function importedLibrary(files: Readonly<Record<string, string>>): Promise<Library> {
  const given = Object.entries(files).map(([path, text]) => ({ path, blob: new Blob([text]) }));
  const importer = new TableImporter(given[0]!.path, given);
  const { folder, manifest, contents } = await buildLibrary(await importer.read(), new Date("2026-01-15"));
  const prompts = contents.get(manifest.files[manifest.benchmark.prompts]!.sha256)!;
  return {
    ...(await openLibrary(folder, manifest, prompts, true)),
    withEdits: withTableEdits,
    withRouter: withTableRouter,
  };
}
