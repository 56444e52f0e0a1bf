import { tableReport } from "../../../core/evaluation/tableReport.ts";
import { openLibrary } from "../../../library/load.ts";
import { importTable } from "../../../library/testing/importTable.ts";
import { primaryRows } from "../../rows/benchmarkRows.ts";
import { callCosts, reportQuestion } from "../reportQuestion.ts";

/** Imports a table and computes its report here, as the page and its workers do. */
export async function reported(content: string | ArrayBuffer, file = "t.csv") {
  const bytes = typeof content === "string" ? (new TextEncoder().encode(content).buffer as ArrayBuffer) : content;
  const { folder, manifest, contents } = await importTable(bytes, file);
  const prompts = contents.get(manifest.files[manifest.benchmark.prompts]!.sha256)!;
  const library = await openLibrary(folder, manifest, prompts, true);
  const rows = primaryRows(library);
  const report = await tableReport(
    {
      ...reportQuestion(library, rows),
      scores: library.benchmark.accuracies,
      costs: callCosts(library),
      clusters: library.benchmark.document!,
    },
    async (bootstrap) => bootstrap.run(bootstrap.resamples),
  );
  return { library, rows, report, names: library.manifest.experts.map(({ label }) => label) };
}
