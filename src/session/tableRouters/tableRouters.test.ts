import { expect, it, vi } from "vitest";
import { filePredictions } from "../../analysis/routedFile.ts";
import { surfaceFeature } from "../../lab/features/dense.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { labTable } from "../../lab/fit/labTable.ts";
import { predictScores } from "../../lab/router/predictScores.ts";
import { type TrainedRouter, trainedRouter } from "../../lab/router/trainedRouter.ts";
import { runLab } from "../../lab/run/runLab.ts";
import { read } from "../../library/evaluationTable/testing/importFixture.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import type { CallOptions } from "../../rpc/caller.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { createExplorerStore } from "../../state/store.ts";
import { createTableRouterService } from "../../workers/tableRouter/service.ts";
import { PromptWork } from "../prompt/promptWork.ts";
import { TableRouters } from "./tableRouters.ts";

const rows = Array.from({ length: 40 }, (_, i) => {
  const text = i % 2 ? `for (i = ${i}; i < 9; i++) { f(i); }` : `tell me of the river number ${i} and the hills`;
  return `${i},${text},${i % 2 ? "code" : "prose"},${i % 2},${1 - (i % 2)},0.001,0.002`;
});
const CSV = `id,prompt,dataset,coder,writer,coder_cost,writer_cost\n${rows.join("\n")}\n`;

const understood = (await read({ "t.csv": CSV })).table;
const table = labTable(understood);
const result = await runLab(table, [surfaceFeature(table.cleaned), tfidfFeature(table.cleaned)]);
const source = { name: "t.csv", sha256: "0", ids: understood.prompts.map(({ id }) => id) };
const routerOf = (router: string): TrainedRouter => trainedRouter(table, result, { ...source, router });
const library = await importedLibrary({ "t.csv": CSV });
const context = { signal: new AbortController().signal, progress: () => {} };

function setUp(storage = fakeStore()) {
  const store = createExplorerStore();
  const service = createTableRouterService();
  const client = {
    open: vi.fn(async (router: TrainedRouter) => void (await service.open({ router }, context))),
    route: async (text: string) => (await service.route({ text }, context)).result,
    readPrompts: async (file: Blob, name: string) => (await service.readPrompts({ file, name }, context)).result,
    routeTexts: async (
      request: Parameters<typeof service.routeTexts>[0],
      { signal = context.signal, onProgress = () => {} }: CallOptions = {},
    ) => (await service.routeTexts(request, { signal, progress: onProgress })).result,
    zip: vi.fn(async () => new Blob()),
    close: vi.fn(),
  };
  const maps = { open: vi.fn(async () => {}) };
  const routers = new TableRouters(store, storage, client, maps, () => prompts.route());
  const prompts = new PromptWork(store, routers, async () => {});
  return { store, routers, prompts, client, maps, storage };
}

it("a trained router decides for the table's prompts without having seen them, and for what is typed", async () => {
  const { store, routers, prompts, maps } = setUp();
  store.setState({ baseLibrary: library });
  const router = routerOf("mean of 2");
  await routers.use(router);
  await vi.waitFor(() => expect(store.getState().routerLoading.status).toBe("ready"));
  const shown = libraryOf(store.getState())!;
  expect(shown.trained).toMatchObject({ id: router.id, name: "mean of 2" });
  const { predicted } = shown.benchmark;
  for (const at of [0, 7, 79]) expect(predicted.data[at]).toBeCloseTo(1 - router.heldOut.predicted[at]!, 8);
  expect(shown.benchmark.x.every(Number.isFinite)).toBe(true);
  expect(maps.open).toHaveBeenCalled();
  store.setState({ prompt: "for (k = 1; k < 7; k++) { g(k); }" });
  await prompts.route();
  const prediction = predictionOf(store.getState())!;
  const [coder, writer] = predictScores(router, [store.getState().prompt]).data;
  expect(prediction.losses[0]).toBeCloseTo(1 - coder!, 8);
  expect(prediction.losses[1]).toBeCloseTo(1 - writer!, 8);
  expect(prediction.losses[0]).toBeLessThan(prediction.losses[1]!);
});

it("is kept with its table and found again; another is compared with; both can be removed", async () => {
  const { store, routers, storage } = setUp();
  store.setState({ baseLibrary: library });
  const [first, second] = [routerOf("surface kNN"), routerOf("tfidf ridge")];
  await routers.use(first);
  await routers.use(second);
  expect(store.getState()).toMatchObject({ router: second.id });
  expect(store.getState().compared).toContain(first.id);
  expect(libraryOf(store.getState())!.trained!.others.map(({ name }) => name)).toEqual(["surface kNN"]);

  const again = setUp(storage);
  again.store.setState({ router: second.id });
  again.store.setState({ baseLibrary: library });
  await vi.waitFor(() => expect(again.store.getState().routerLoading.status).toBe("ready"));
  expect(again.store.getState().trainedRouters).toEqual([first, second]);
  await again.routers.remove(second.id);
  expect(again.store.getState().router).toBeNull();
  await again.routers.remove(first.id);
  expect(await storage.records("router")).toEqual([]);
});

it("a link to a router that is not here says so, until it is trained", async () => {
  const { store, routers } = setUp();
  const router = routerOf("tfidf ridge");
  store.setState({ router: router.id });
  store.setState({ baseLibrary: library });
  await vi.waitFor(() => expect(store.getState().routerLoading).toMatchObject({ status: "failed" }));
  expect(store.getState().routerLoading).toMatchObject({ message: expect.stringContaining("not in this browser") });
  await routers.use(router);
  await vi.waitFor(() => expect(store.getState().routerLoading.status).toBe("ready"));
});

it("another table puts the router away", async () => {
  const { store, routers, client } = setUp();
  store.setState({ baseLibrary: library });
  await routers.use(routerOf("tfidf ridge"));
  await vi.waitFor(() => expect(store.getState().routerLoading.status).toBe("ready"));
  client.close.mockClear();
  store.setState({ baseLibrary: { ...library, baseUrl: "local://ffffffffffffffff/" }, router: null });
  expect(client.close).toHaveBeenCalled();
  expect(store.getState().trainedRouters).toEqual([]);
});

it("the prompts of a file are chosen for as when they are typed; nothing is chosen for an empty one", async () => {
  const { store, routers, prompts } = setUp();
  store.setState({ baseLibrary: library });
  await routers.use(routerOf("mean of 2"));
  await vi.waitFor(() => expect(store.getState().routerLoading.status).toBe("ready"));
  const texts = [...table.texts.slice(0, 40), "", "for (;;) { h(); }"];
  const progress: number[] = [];
  const outputs = await routers.routeTexts(texts, { onProgress: ({ loaded }) => progress.push(loaded) });
  expect(progress).toEqual([32, 42]);
  const shown = libraryOf(store.getState())!;
  const predicted = filePredictions(shown, outputs);
  expect(predicted.data.subarray(80, 82).every(Number.isNaN)).toBe(true);
  for (const i of [0, 33, 41]) {
    store.setState({ prompt: texts[i]! });
    await prompts.route();
    expect([...predicted.data.subarray(2 * i, 2 * i + 2)]).toEqual([...predictionOf(store.getState())!.losses]);
  }
  const cancelled = routers.routeTexts(texts, { signal: AbortSignal.abort(new Error("enough")) });
  await expect(cancelled).rejects.toThrow("enough");
});

it("what leaves the page routes by the λ in force there", async () => {
  const { store, routers, client } = setUp();
  store.setState({ baseLibrary: library });
  const router = routerOf("mean of 2");
  await routers.use(router);
  await routers.zip(router);
  store.setState({ sliders: { cost: 0.25 } });
  await routers.zip(router);
  expect(client.zip.mock.calls.map((call: unknown[]) => call[2])).toEqual([0, 0.25]);
});
