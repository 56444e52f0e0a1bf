import { beforeEach, expect, test } from "vitest";
import { comparable, shippedLabel } from "../../analysis/front/comparable.ts";
import { readBenchmark } from "../../library/benchmark/parquet.ts";
import { readHere } from "../../library/benchmark/readHere.ts";
import type { Library, loadLibrary } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import type { fetchVerified } from "../../library/storage/integrity.ts";
import { ADDITIONS, minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import { followComparisons } from "./followComparisons.ts";

const ids = ["p@0", "p@64", "q@0"];
const references = writeParquet([
  { name: "id", data: ids, type: "BYTE_ARRAY" },
  ...["knn:alpha", "knn:beta", "ridge:alpha", "ridge:beta"].map((name, k) => ({
    name,
    data: [k, k + 1, k + 2],
    type: "FLOAT" as const,
  })),
]);

async function libraryOf(additions: Partial<typeof ADDITIONS>): Promise<Library> {
  const draft = minimalManifest(additions.files);
  Object.assign(draft.benchmark, additions.benchmark);
  const manifest = parseManifest({ ...draft, variants: additions.variants });
  const benchmark = await readBenchmark(writeParquet(promptColumns()), ["alpha", "beta"]);
  const url = (path: string) => `https://example.test/models/${path}`;
  const file = (path: string) => ({ url: url(path), ...manifest.files[path]! });
  return { baseUrl: url(""), manifest, benchmark, expertIds: ["alpha", "beta"], constraints: [], url, file } as never;
}

let asked: string[];
let failure: Error | null;
let store: Store;

beforeEach(() => {
  asked = [];
  failure = null;
  store = createExplorerStore({ compared: ["knn"] });
  const load = (async (url: string) => {
    asked.push(url);
    return (await libraryOf({})) as Library;
  }) as typeof loadLibrary;
  const fetchFile = (async (url: string) => {
    asked.push(url);
    if (failure) throw failure;
    return references;
  }) as typeof fetchVerified;
  followComparisons(store, "https://example.test/models/", load, fetchFile, readHere);
});

const routerIs = (status: "loading" | "ready") =>
  store.setState({ routerLoading: status === "ready" ? { status } : { status, loaded: 0, total: 1 } });
const statusOf = (id: string) => store.getState().comparisons.loading[id]?.status;

test("a library without references and variants offers nothing, and nothing is downloaded", async () => {
  const library = await libraryOf({});
  expect(comparable(library, null)).toEqual([]);
  store.setState({ baseLibrary: library });
  routerIs("ready");
  expect(asked).toEqual([]);
});

test("references wait for the router, and are then loaded once for both methods", async () => {
  store.setState({ baseLibrary: await libraryOf(ADDITIONS) });
  expect(comparable(store.getState().baseLibrary!, null).map(({ id }) => id)).toEqual(["knn", "ridge", "joint"]);
  routerIs("loading");
  expect(asked).toEqual([]);
  routerIs("ready");
  await expect.poll(() => statusOf("knn")).toBe("ready");
  expect(store.getState().comparisons.baselineRouters.ridge!.data).toEqual(Float32Array.of(2, 3, 3, 4, 4, 5));
  store.setState({ compared: ["knn", "ridge"] });
  expect(asked).toEqual(["https://example.test/models/benchmark/references.parquet"]);
});

test("another library is loaded on request, from its folder", async () => {
  store.setState({ baseLibrary: await libraryOf(ADDITIONS), compared: [] });
  routerIs("ready");
  expect(asked).toEqual([]);
  store.setState({ compared: ["joint"] });
  expect(statusOf("joint")).toBe("loading");
  await expect.poll(() => statusOf("joint")).toBe("ready");
  expect(asked).toEqual(["https://example.test/models/joint"]);
  expect(store.getState().comparisons.libraries.joint!.benchmark.ids).toEqual(ids);
});

test("while a variant is open, it can be compared with the shipped library", async () => {
  const entry = { description: "", bytes: null };
  const libraries = [
    { ...entry, address: "", label: "Shipped", origin: "shipped" as const },
    { ...entry, address: "models/joint/", label: "Joint", origin: "variant" as const },
  ];
  store.setState({ baseLibrary: await libraryOf({}), libraryAddress: "models/joint/", compared: ["shipped"] });
  routerIs("ready");
  expect(asked).toEqual([]);
  // The list of libraries arrives later than the library of a link.
  store.setState({ libraries });
  expect(comparable(store.getState().baseLibrary!, shippedLabel(store.getState()))).toMatchObject([
    { id: "shipped", label: "Shipped" },
  ]);
  await expect.poll(() => statusOf("shipped")).toBe("ready");
  expect(asked).toEqual(["https://example.test/models/"]);
  expect(shippedLabel({ libraries, libraryAddress: "" })).toBeNull();
});

test("a causal library is not compared with the shipped one, which is masked", async () => {
  const library = await libraryOf({});
  const causal = { ...library, manifest: { ...library.manifest, task: "causal" as const } };
  expect(comparable(causal as Library, "Shipped")).toEqual([]);
  expect(comparable(library, "Shipped")).toHaveLength(1);
});

test("a failure is reported and does not affect the rest", async () => {
  failure = new Error("references.parquet could not be fetched.");
  store.setState({ baseLibrary: await libraryOf(ADDITIONS), compared: ["knn", "joint"] });
  routerIs("ready");
  await expect.poll(() => statusOf("joint")).toBe("ready");
  await expect.poll(() => statusOf("knn")).toBe("failed");
  expect(store.getState().comparisons.loading.knn).toMatchObject({ message: failure.message });
});

test("comparisons that arrive together are all kept", async () => {
  store.setState({ baseLibrary: await libraryOf(ADDITIONS), compared: ["knn", "joint"] });
  routerIs("ready");
  await expect.poll(() => [statusOf("knn"), statusOf("joint")]).toEqual(["ready", "ready"]);
  const { baselineRouters, libraries } = store.getState().comparisons;
  expect([Object.keys(baselineRouters), Object.keys(libraries)]).toEqual([["knn", "ridge"], ["joint"]]);
});

test("nothing of a previous library stays, and its pending results are ignored", async () => {
  store.setState({ baseLibrary: await libraryOf(ADDITIONS), compared: ["joint"] });
  routerIs("ready");
  const other = { ...(await libraryOf({})), baseUrl: "https://example.test/other/" };
  store.setState({ baseLibrary: other });
  await new Promise((done) => setTimeout(done, 20));
  expect(store.getState().comparisons).toEqual({
    baseUrl: other.baseUrl,
    baselineRouters: {},
    libraries: {},
    loading: {},
  });
});

test("progress that was held back does not undo the end, in success or failure", async () => {
  const halfway = (onProgress?: (loaded: number, total: number) => void) => {
    for (const loaded of [0, 5]) onProgress?.(loaded, 10);
  };
  const load = (async (_, { onProgress }) => {
    halfway(onProgress);
    return libraryOf({});
  }) as typeof loadLibrary;
  const fetchFile = (async (_url, _expected, options) => {
    halfway(options?.onProgress);
    throw new Error("references.parquet stopped arriving.");
  }) as typeof fetchVerified;
  const own = createExplorerStore({ compared: ["knn", "joint"] });
  followComparisons(own, "https://example.test/models/", load, fetchFile, readHere);
  own.setState({ baseLibrary: await libraryOf(ADDITIONS), routerLoading: { status: "ready" } });
  const statuses = () => ["joint", "knn"].map((id) => own.getState().comparisons.loading[id]?.status);
  await expect.poll(statuses).toEqual(["ready", "failed"]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(statuses()).toEqual(["ready", "failed"]);
});
