import { beforeAll, expect, test, vi } from "vitest";
import { surfaceFeature } from "../../lab/features/dense.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { labTable } from "../../lab/fit/labTable.ts";
import { SEED } from "../../lab/fit/predictHeldOut.ts";
import { reportOf } from "../../lab/report/report.ts";
import { runLab } from "../../lab/run/runLab.ts";
import { buildLibrary } from "../../library/evaluationTable/buildLibrary.ts";
import { TableImporter } from "../../library/evaluationTable/importer.ts";
import { openFolder } from "../../library/import/localFiles.ts";
import { type Library, openLibrary } from "../../library/load.ts";
import { LabClient } from "../../workers/lab/client.ts";
import type { TrainRequest } from "../../workers/lab/protocol.ts";
import { labCsv, labWorkerHere } from "../../workers/lab/testing.ts";
import { LabWork, timeLeft } from "./labWork.ts";

const request: TrainRequest = {
  features: ["surface", "tfidf"],
  heads: [],
  inMean: [],
  clean: true,
  learningCurve: true,
  leaveOut: true,
  predictCosts: false,
  test: null,
};

async function imported(csv: string): Promise<{ library: Library; texts: ArrayBuffer | null }> {
  const understood = await importer(csv).read();
  const { folder, manifest, contents } = await buildLibrary(understood, new Date("2026-01-15"));
  const file = (path: string) => contents.get(manifest.files[path]!.sha256)!;
  const { prompts, texts } = manifest.benchmark;
  return {
    library: await openLibrary(folder, manifest, file(prompts), true),
    texts: texts === undefined ? null : file(texts),
  };
}

const importer = (csv: string) => new TableImporter("t.csv", [{ path: "t.csv", blob: new Blob([csv]) }]);

let shared: Awaited<ReturnType<typeof imported>>;
beforeAll(async () => {
  shared = await imported(labCsv(90));
});

function lab({ texts } = shared, worker = labWorkerHere()) {
  const fetchTexts = vi.fn(async () => texts!.slice(0));
  return { work: new LabWork(new LabClient(worker), fetchTexts), fetchTexts };
}

test("the page's figures are those of the command, to the last digit", async () => {
  const { work } = lab();
  await work.train(shared.library, { ...request, predictCosts: true });
  const { status, outcome, problem } = work.store.getState();
  expect([status, problem]).toEqual(["done", null]);
  // As in scripts/lab/main.ts.
  const { table: read } = await importer(labCsv(90)).read();
  const table = labTable(read, { clean: true });
  const features = [surfaceFeature(table.cleaned), tfidfFeature(table.cleaned)];
  const result = await runLab(table, features, { learningCurve: true, leaveOut: true, predictCosts: true });
  const report = reportOf(table, result, { name: "t.csv", sha256: outcome!.report.table.sha256, seed: SEED });
  expect(outcome!.report).toEqual(report);
  expect(outcome!.tables[0]).toMatchObject({ title: "Routers compared" });
  expect(outcome!.predictions.map(({ id }) => id)).toEqual(report.routers.slice(0, -1).map(({ id }) => id));
  expect(outcome!.predictions[0]!.scores.length).toBe(table.texts.length * 2);
});

test("a table is sent once; cancelled training goes on when it is asked for again", async () => {
  const { work, fetchTexts } = lab();
  const first = work.train(shared.library, request);
  await vi.waitFor(() => expect(work.store.getState().share).toBeGreaterThan(0));
  work.cancel();
  await first;
  const { status, outcome, share } = work.store.getState();
  expect([status, outcome]).toEqual(["cancelled", null]);
  const shares: number[] = [];
  work.store.subscribe(({ status: now, share: at }) => now === "training" && at > 0 && shares.push(at));
  await work.train(shared.library, request);
  expect(work.store.getState()).toMatchObject({ status: "done", asked: request });
  expect(shares[0]).toBeGreaterThanOrEqual(share);
  expect(fetchTexts).toHaveBeenCalledTimes(1);
});

test("of two trainings the later one counts", async () => {
  const { work } = lab();
  const other = { ...request, features: ["surface"], learningCurve: false, leaveOut: false };
  const first = work.train(shared.library, request);
  await vi.waitFor(() => expect(work.store.getState().step).toBe("Training"));
  const second = work.train(shared.library, other);
  await Promise.all([first, second]);
  const { status, outcome, asked } = work.store.getState();
  expect([status, asked]).toEqual(["done", other]);
  expect(outcome!.report.features).toEqual(["surface"]);
});

test("vectors are computed once for each text, kept when cancelled, and trained on", async () => {
  const asked: string[] = [];
  let stop = () => {};
  let closed = 0;
  const open = async () => ({
    model: "lengths",
    origin: { of: "a test" },
    label: "Length",
    embed: async (texts: readonly string[]) => {
      asked.push(...texts);
      stop();
      return { columns: 1, data: Float32Array.from(texts, (text) => text.length) };
    },
    source: async () => null,
    close: () => closed++,
  });
  const fetchTexts = async () => shared.texts!.slice(0);
  const work = new LabWork(new LabClient(labWorkerHere()), fetchTexts, { length: open });
  const withVectors = { ...request, features: ["surface", "length"], learningCurve: false, leaveOut: false };
  stop = () => work.cancel();
  await work.train(shared.library, withVectors);
  expect(work.store.getState().status).toBe("cancelled");
  expect(asked.length).toBe(64);
  stop = () => {};
  await work.train(shared.library, withVectors);
  const { outcome, problem } = work.store.getState();
  expect(problem).toBeNull();
  expect(outcome!.report.features).toEqual(["surface", "length"]);
  // The 90 prompts, and 12 of them put a little differently.
  const read = new Set(asked).size;
  expect(read).toBeGreaterThan(90 + 2 * 12);
  expect(read).toBeLessThanOrEqual(90 + 4 * 12);
  expect(asked.length).toBe(read);
  expect(outcome!.report.robustness.find(({ router }) => router === "length ridge")).toMatchObject({ prompts: 12 });
  expect(await work.router("length ridge")).toMatchObject({
    name: "length ridge",
    encoders: { length: { of: "a test" } },
    cleaning: { clean: true },
  });
  await expect(work.router("nobody")).rejects.toThrow("no router “nobody”");
  await work.train(shared.library, { ...withVectors, heads: ["ridge"] });
  expect(asked.length).toBe(read);
  expect(closed).toBe(3);
});

test("a test table is judged on besides, and a change of it is noticed", async () => {
  const { work } = lab();
  const given = (name: string, csv: string) => ({
    name,
    open: async () => openFolder([{ path: name, blob: new Blob([csv]) }]),
  });
  const quick = { ...request, features: ["surface"], learningCurve: false, leaveOut: false };
  work.judgeOn(given("other.csv", labCsv(40)));
  await work.train(shared.library, { ...quick, test: "other.csv" });
  const { outcome, problem } = work.store.getState();
  expect(problem).toBeNull();
  expect(outcome!.test!.sentences.slice(0, 2)).toEqual([
    "Trained on 90 prompts here, judged on 40 of other.csv.",
    "40 of 40 test prompts stand in the training table. Too few are left to judge by.",
  ]);
  // Another file of the same name.
  work.judgeOn(given("other.csv", "prompt,weak,strong\nIs it new?,1,0\nIs it another?,0,1\nWho knows that?,1,1"));
  await work.train(shared.library, { ...quick, test: "other.csv" });
  expect(work.store.getState().outcome!.test!.sentences[1]).toBe(
    "None of the 3 test prompts stands in the training table.",
  );
  work.judgeOn(given("strangers.csv", "prompt,x,y\na,1,0\nb,0,1"));
  await work.train(shared.library, { ...quick, test: "strangers.csv" });
  expect(work.store.getState()).toMatchObject({ status: "failed", problem: expect.stringMatching(/share no model/) });
  work.judgeOn(null);
  await work.train(shared.library, quick);
  expect(work.store.getState().outcome!.test).toBeNull();
});

test("vectors of the table's rows are trained on; a wrong file is told of, and the right one takes its place", async () => {
  const { work } = lab();
  const file = (lists: number[][]) => new File([JSON.stringify(lists)], "v.json");
  const own = { ...request, features: ["surface", "vectors"], learningCurve: false, leaveOut: false };
  await work.train(shared.library, own);
  expect(work.store.getState().problem).toMatch("“vectors” has not been computed");
  work.takeVectors(file([[1], [2]]));
  await work.train(shared.library, own);
  expect(work.store.getState().problem).toMatch("v.json must be a list of 90 lists");
  work.takeVectors(file(Array.from({ length: 90 }, (_, i) => [i % 3 === 0 ? 1 : 0, i])));
  await work.train(shared.library, own);
  const { outcome, problem } = work.store.getState();
  expect(problem).toBeNull();
  expect(outcome!.report.features).toEqual(["surface", "vectors"]);
  expect(outcome!.report.routers.find(({ id }) => id === "vectors ridge")!.gain[0]).toBeGreaterThan(0);
  // With a test table, its rows' vectors follow.
  const csv = "prompt,weak,strong\nIs it new?,1,0\nIs it another?,0,1\nWho knows that?,1,1";
  work.judgeOn({ name: "u.csv", open: async () => openFolder([{ path: "u.csv", blob: new Blob([csv]) }]) });
  await work.train(shared.library, { ...own, test: "u.csv" });
  expect(work.store.getState().problem).toMatch("v.json must be a list of 93 lists");
  work.takeVectors(file(Array.from({ length: 93 }, (_, i) => [i % 3 === 0 ? 1 : 0, i])));
  await work.train(shared.library, { ...own, test: "u.csv" });
  expect(work.store.getState()).toMatchObject({ status: "done", problem: null });
  const judged = work.store.getState().outcome!.test!.tables[0]!;
  expect(judged.rows.map(([name]) => name)).toContain("vectors ridge");
});

test("closing during training forgets everything, and the lab can be used again", async () => {
  const { work } = lab();
  const training = work.train(shared.library, request);
  await vi.waitFor(() => expect(work.store.getState().share).toBeGreaterThan(0));
  work.close();
  await training;
  expect(work.store.getState()).toMatchObject({ status: "idle", outcome: null });
  await work.train(shared.library, { ...request, learningCurve: false, leaveOut: false });
  expect(work.store.getState().status).toBe("done");
});

test.each([
  ["one prompt", "prompt,a,b\nx,1,0", /Fewer than two prompts/],
  ["gaps everywhere", "prompt,a,b\nx,1,\ny,,0\nz,1,", /Fewer than two prompts/],
])("%s ends in a sentence, and the next training is not harmed", async (_, csv, sentence) => {
  const own = await imported(csv);
  const { work } = lab(own);
  await work.train(own.library, request);
  expect(work.store.getState()).toMatchObject({ status: "failed", problem: expect.stringMatching(sentence) });
  await work.train(own.library, request);
  expect(work.store.getState().problem).toMatch(sentence);
});

test("two prompts, and models that are always the same, are trained on without false claims", async () => {
  const constant = Array.from({ length: 30 }, (_, i) => `prompt number ${i},1,0`).join("\n");
  for (const csv of [`prompt,a,b\n${constant}`, "prompt,a,b\nWhat is it?,1,0\nHello world,0,1"]) {
    const own = await imported(csv);
    const { work } = lab(own);
    await work.train(own.library, request);
    const { outcome, problem } = work.store.getState();
    expect(problem).toBeNull();
    expect(outcome!.report.verdict).not.toContain("aside, routing pays");
  }
});

test("the time left follows from the speed since the work went on", () => {
  let now = 0;
  const left = timeLeft(() => now);
  expect(left(0.5)).toBeNull();
  now = 4_000;
  expect(left(0.6)).toBeCloseTo(16);
  expect(left(0.5)).toBeNull();
});
