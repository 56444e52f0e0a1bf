import { expect, it, vi } from "vitest";
import { madeRouters, madeTable } from "../../lab/router/testing/trained.ts";
import { routerZip } from "../../lab/takeaway/routerFiles.ts";
import { withTableRouter } from "../../library/evaluationTable/router/withTableRouter.ts";
import { keepLibrary } from "../../library/import/addedLibraries.ts";
import type { ReadLibrary } from "../../library/import/readLibrary.ts";
import { openZip } from "../../library/import/zip.ts";
import { openLibrary } from "../../library/load.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import { openRouter } from "./openRouter.ts";

const [router] = await madeRouters(30);
const table = madeTable(30);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const rows = table.prompts.map(({ id, text }, i) =>
  [id, quoted(text), ...[0, 1, 2].map((k) => table.scores[3 * i + k])].join(","),
);
const own = await importedLibrary({ "made.csv": `id,prompt,${table.models.join(",")}\n${rows.join("\n")}\n` });

async function given(open: typeof own | null, added = fakeStore()) {
  let read: ReadLibrary | null = null;
  const libraries = {
    open: vi.fn(async () => true),
    take: vi.fn(async (_: string, how: (options: never) => Promise<ReadLibrary>) => {
      read = await how(undefined as never);
      return true;
    }),
  };
  const site = { page: "https://a.example/", shipped: "https://a.example/models/", connect: null };
  const files = await openZip(new Blob([routerZip(router!)]), "router.zip");
  const found = await openRouter(files, "router.zip", { open, added, site, libraries });
  return { found, libraries, read: () => read! };
}

it("a router opens with its table, if that is open", async () => {
  const { found, libraries } = await given(own);
  expect(found).toEqual(router);
  expect([libraries.open, libraries.take].map((call) => call.mock.calls.length)).toEqual([0, 0]);
});

it("or kept in the browser", async () => {
  const added = fakeStore();
  const { prompts } = own.manifest.benchmark;
  const files = { ...own.manifest.files, [prompts]: { sha256: router!.report.table.sha256, bytes: 1 } };
  await keepLibrary(added, { folder: "local://0123456789abcdef/", manifest: { ...own.manifest, files } });
  const { found, libraries } = await given(null, added);
  expect(found).toEqual(router);
  expect(libraries.open).toHaveBeenCalledWith("local:0123456789abcdef");
});

it("else alone: its prompts without scores, its models and their costs, and its predictions", async () => {
  const { found, read } = await given(null);
  expect(found).toEqual(router);
  const { manifest, contents, folder } = read();
  const content = contents.get(manifest.files[manifest.benchmark.prompts]!.sha256)!;
  const library = await openLibrary(folder, manifest, content, true);
  expect(library.manifest.experts.map(({ label }) => label)).toEqual(router!.models);
  expect(library.benchmark.accuracies.data.every(Number.isNaN)).toBe(true);
  expect(library.constraints[0]!.raw[0]).toBeCloseTo(1_000 * router!.meanCosts![0]!, 6);
  const { predicted } = withTableRouter(library, router!, []).benchmark;
  expect(predicted.data[0]).toBeCloseTo(1 - router!.heldOut.predicted[0]!, 8);
});
