/**
 * @file Custom experts over a storage and a worker of the test's own, for tests. What `begin` makes anew is exported as it is by then.
 */
import { type LocalFiles, openFolder } from "../../../library/import/localFiles.ts";
import { openLibrary } from "../../../library/load.ts";
import { parseManifest } from "../../../library/manifest/manifest.ts";
import { fakeStore } from "../../../library/testing/fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "../../../library/testing/fixtures.ts";
import { createExplorerStore, type Store } from "../../../state/store.ts";
import { fitHead } from "../../../workers/customExperts/head.ts";
import type { CustomExpertCalls, FitRequest } from "../../../workers/customExperts/protocol.ts";
import type { InferenceClient } from "../../../workers/inference/client.ts";
import { CustomExperts } from "../customExperts.ts";
import { ExpertRepository } from "../expertRepository.ts";
import { ExpertSharing } from "../sharing/expertSharing.ts";

export const CONFIG = JSON.stringify({ architectures: ["BertForMaskedLM"], num_hidden_layers: 2, hidden_size: 8 });
export const TOKENIZER = JSON.stringify({ model: { type: "WordPiece" }, added_tokens: [{ content: "[MASK]" }] });
export const MODEL: Record<string, string> = {
  "config.json": CONFIG,
  "tokenizer.json": TOKENIZER,
  "onnx/model.onnx": "weights in fp32",
  "onnx/model_int8.onnx": "weights",
  "README.md":
    "---\nlicense: mit\n---\n# Tiny\n\n| newest text | 2023-06 (of the news) |\n\nIt has 1,234 parameters.\n",
};
/** A model folder: the usual files with these changes; null leaves a file out. */
export const folder = (files: Record<string, string | null>): LocalFiles =>
  openFolder(
    Object.entries({ ...MODEL, ...files }).flatMap(([path, content]) =>
      content === null ? [] : [{ path: `tiny-bert/${path}`, blob: new Blob([content]) }],
    ),
  );

export let store: Store;
export let kept: ReturnType<typeof fakeStore>;
export let called: [type: string, request: unknown][];
let open: () => Promise<CustomExpertCalls["open"]["result"]>;
export let repository: ExpertRepository;
export let sharing: ExpertSharing;
export let customExperts: CustomExperts;

/** Answers of the worker for added experts: every text has three words, all of which count. */
async function answers(type: string, request: unknown): Promise<unknown> {
  if (type === "open") return open();
  if (type === "words") return Uint8Array.of(1, 1, 1);
  if (type === "measure") return { nats: 12, characters: 12, perToken: null };
  return type === "fit" ? fitHead(request as FitRequest, null) : null;
}

const UNUSED: Pick<InferenceClient, "embed" | "measure"> = {
  embed: () => Promise.reject(new Error("unused")),
  measure: () => Promise.reject(new Error("unused")),
};

/** Another page on this storage. */
export async function begin(storage = fakeStore(), inference = UNUSED): Promise<void> {
  kept = storage;
  store = createExplorerStore();
  repository = new ExpertRepository(store, kept, () => {});
  sharing = new ExpertSharing(store, repository);
  const client = {
    async call<T extends keyof CustomExpertCalls & string>(type: T, request: CustomExpertCalls[T]["request"]) {
      called.push([type, request]);
      return (await answers(type, request)) as CustomExpertCalls[T]["result"];
    },
  };
  customExperts = new CustomExperts(store, inference, client, repository);
  const manifest = parseManifest(minimalManifest());
  const library = await openLibrary("https://a.org/", manifest, writeParquet(promptColumns()), true);
  await repository.restore();
  store.setState({ baseLibrary: library, routerLoading: { status: "ready" } });
}

/** A first visit: nothing is stored, and every model opens. For `beforeEach`. */
export async function firstVisit(): Promise<void> {
  called = [];
  open = async () => ({ sharedTokenizer: false, parameters: 123, device: "wasm", notes: [], loadMilliseconds: 1 });
  await begin();
}

/** How models open from now on. */
export function opens(how: typeof open): void {
  open = how;
}

export const state = () => store.getState().customExperts;
export const candidate = (files: Record<string, string | null> = {}) =>
  customExperts.readFiles(async () => folder(files), "tiny.zip");
export const add = async (k = 0) => customExperts.add(state().candidate!.variants[k]!, "wasm");
/** The next visit: another page with the same storage. */
export const reload = () => begin(kept);
