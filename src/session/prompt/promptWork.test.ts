import { beforeAll, beforeEach, expect, test } from "vitest";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { fingerprint } from "../../library/customExperts/withCustomExperts.ts";
import type { Library } from "../../library/load.ts";
import { madeCalibration, madeExpert } from "../../library/testing/customExpertFixtures.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import type { RouteResult } from "../../workers/inference/protocol.ts";
import { PromptWork } from "./promptWork.ts";

let library: Library;
let store: Store;
let work: PromptWork;
/** Settles the router's answer, by requested text in order. */
let asked: { text: string; answer: (result: RouteResult) => void; fail: (error: Error) => void }[];
let placed: number;

beforeAll(async () => {
  library = await shippedLibrary();
});

beforeEach(() => {
  asked = [];
  placed = 0;
  store = createExplorerStore();
  store.setState({ baseLibrary: library, routerLoading: { status: "ready" } });
  const route = (text: string) =>
    new Promise<RouteResult>((answer, fail) => {
      asked.push({ text, answer, fail });
    });
  work = new PromptWork(store, { route }, async () => {
    placed++;
  });
});

const routed = (texts: string[]): RouteResult => ({
  status: "routed",
  losses: new Float32Array(library.manifest.router!.experts.length).fill(3),
  state: new Float32Array(2),
  tokens: texts.length,
  truncated: false,
  texts,
  maskPositions: [],
  milliseconds: 1,
});

/** Routes a prompt; the router returns its words as tokens. */
async function routedTo(prompt: string): Promise<void> {
  store.setState({ prompt });
  const done = work.route();
  asked.at(-1)!.answer(routed(prompt.split(/(?= )/)));
  await done;
}

test("the text is routed without its flags, and its answer is placed on the map", async () => {
  store.setState({ prompt: "the court [Flag: small]" });
  const done = work.route();
  expect(asked[0]!.text).toBe("the court");
  asked[0]!.answer(routed(["the", " court"]));
  await done;
  expect(predictionOf(store.getState())).toMatchObject({ text: "the court [Flag: small]", tokens: 2 });
  expect(placed).toBe(1);
});

test("an answer that arrives after the prompt has changed is dropped, and so is a failure", async () => {
  store.setState({ prompt: "a" });
  const [first, second] = [work.route(), work.route()];
  store.setState({ prompt: "ab" });
  asked[0]!.answer(routed(["a"]));
  asked[1]!.fail(new Error("too late"));
  await Promise.all([first, second]);
  expect(store.getState()).toMatchObject({ routed: null, promptProblem: null });
});

test("nothing to route is not a failure: flags alone get a message of their own; a failure keeps its message", async () => {
  store.setState({ prompt: "[Flag: small]" });
  const done = work.route();
  asked[0]!.answer({ status: "empty" });
  await done;
  expect(store.getState().promptProblem).toMatch(/The flags are set/);
  const again = work.route();
  asked[1]!.fail(new Error("The worker stopped."));
  await again;
  expect(store.getState().promptProblem).toBe("The worker stopped.");
});

test("masks stay on their words while the text is edited, and those of a link are used as they are", async () => {
  await routedTo("the court affirms");
  work.toggleMask(1, true);
  expect(store.getState().masks).toEqual([1]);
  await routedTo("today the court affirms");
  expect(store.getState().masks).toEqual([2]);
  work.toggleMask(2, false);
  expect(store.getState().masks).toEqual([]);
  work.maskAtRandom(1, 7);
  expect([...store.getState().masks].sort()).toEqual([0, 1, 2, 3]);
  // A link contains prompt and masks together.
  store.setState({ masks: [0] });
  await routedTo("another text");
  expect(store.getState().masks).toEqual([0]);
});

/** An added expert whose head predicts a loss one nat above the mean of the others. */
function mine(): CustomExpert {
  const { embeddingSize, rows } = library.manifest.benchmark;
  const calibration = madeCalibration(fingerprint(library), {
    weights: new Array(embeddingSize).fill(0),
    intercept: 1,
    benchmark: new Array(rows).fill(1),
  });
  return madeExpert({ calibration });
}

const expertsAre = (...experts: CustomExpert[]) =>
  store.setState(({ customExperts }) => ({ customExperts: { ...customExperts, experts } }));

test("an expert added during routing is among the losses of the answer", async () => {
  store.setState({ prompt: "the court" });
  const done = work.route();
  expertsAre(mine());
  const state = new Float32Array(library.manifest.benchmark.embeddingSize!);
  asked[0]!.answer({ ...routed(["the", " court"]), state } as RouteResult);
  await done;
  const losses = [...predictionOf(store.getState())!.losses];
  expect(losses).toEqual([...library.expertIds.map(() => 3), 4]);
});

test("an expert removed during routing is not among them", async () => {
  expertsAre(mine());
  store.setState({ prompt: "the court" });
  const done = work.route();
  expertsAre();
  asked[0]!.answer(routed(["the", " court"]));
  await done;
  expect([...predictionOf(store.getState())!.losses]).toEqual(library.expertIds.map(() => 3));
});

test("a latency measured during routing leaves the answer valid", async () => {
  store.setState({ prompt: "the court" });
  const done = work.route();
  const { model } = library.manifest.experts[0]!;
  store.setState({ latencies: { [library.file(model!).sha256]: 1_234 } });
  asked[0]!.answer(routed(["the", " court"]));
  await done;
  expect(libraryOf(store.getState())!.constraints.find(({ id }) => id === "latency")!.raw[0]).toBe(1_234);
  expect(predictionOf(store.getState())).toMatchObject({ text: "the court" });
});

test("an answer for another router at the same address is dropped", async () => {
  store.setState({ prompt: "the court" });
  const done = work.route();
  const { manifest } = library;
  const files = { ...manifest.files, [manifest.router!.model]: { sha256: "f".repeat(64), bytes: 1 } };
  store.setState({ baseLibrary: { ...library, manifest: { ...manifest, files } } });
  asked[0]!.answer(routed(["the", " court"]));
  await done;
  expect(store.getState().routed).toBeNull();
});
