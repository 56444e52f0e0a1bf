import { beforeEach, describe, expect, test } from "vitest";
import { storedExperts } from "../../library/customExperts/withCustomExperts.ts";
import { openLibrary } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { InferenceError } from "../../rpc/errors.ts";
import {
  add,
  begin,
  called,
  candidate,
  customExperts,
  firstVisit,
  folder,
  kept,
  opens,
  reload,
  state,
  store,
} from "./testing/harness.ts";

beforeEach(firstVisit);

describe("an added expert", () => {
  test("is stored once it has been started, and is there on the next visit", async () => {
    await candidate();
    await add();
    expect(state()).toMatchObject({ candidate: null, task: null, problem: null });
    const [expert] = state().experts;
    expect(expert).toMatchObject({
      id: "added/tiny-bert",
      label: "tiny-bert",
      dtype: "int8",
      // Counted in the file: a card's running text is not trusted.
      parameters: 123,
      newestText: "2023-06",
      missing: false,
    });
    expect(Object.keys(expert!.files)).toEqual(["config.json", "tokenizer.json", "onnx/model_int8.onnx"]);
    expect(kept.hashes()).toHaveLength(3);
    await candidate();
    await add();
    expect(state().experts.map(({ id }) => id)).toEqual(["added/tiny-bert", "added/tiny-bert-2"]);
    expect(state().experts.map(({ label }) => label)).toEqual(["tiny-bert", "tiny-bert int8"]);
    await reload();
    expect(state().experts).toHaveLength(2);
  });

  test("that cannot be started is not stored, its reason is shown, and it can be retried", async () => {
    opens(async () => {
      throw new InferenceError("ModelError", "Its weights cannot be opened: no.");
    });
    await candidate();
    await add();
    expect(state().problem).toBe("Its weights cannot be opened: no.");
    expect([state().experts, kept.hashes(), await storedExperts(kept)]).toEqual([[], [], []]);
    opens(async () => ({ sharedTokenizer: true, parameters: null, device: "wasm", notes: [], loadMilliseconds: 1 }));
    await add(1);
    expect(state().experts[0]).toMatchObject({ dtype: "fp32", parameters: null });
    expect(state().problem).toBeNull();
  });

  test("that runs on WASM although WebGPU was requested is recorded as such, with the reason", async () => {
    const notes = ["WebGPU predicts something else than WASM for this model, so it runs on WASM."];
    opens(async () => ({ sharedTokenizer: true, parameters: null, device: "wasm", notes, loadMilliseconds: 1 }));
    await candidate();
    await customExperts.add(state().candidate!.variants[0]!, "webgpu");
    expect(called.find(([type]) => type === "open")![1]).toMatchObject({ device: "webgpu", rounded: true });
    expect(state()).toMatchObject({ problem: null, notice: notes[0], experts: [{ device: "wasm" }] });
    expect((await storedExperts(kept))[0]!.device).toBe("wasm");
    await customExperts.describe(state().experts[0]!.key, { label: "Mine" });
    expect(state().notice).toBeNull();
  });

  test("that is cancelled midway leaves nothing behind, and no error", async () => {
    await candidate();
    opens(async () => {
      customExperts.cancel();
      throw new InferenceError("AbortError", "aborted");
    });
    await add();
    expect([state().experts, state().problem, state().task, kept.hashes()]).toEqual([[], null, null, []]);
    expect(state().candidate).not.toBeNull();
  });

  test("that is dropped on the page is shown there, until it is dismissed or cancelled", async () => {
    const given = (files: Record<string, string | null> = {}) =>
      customExperts.readFiles(async () => folder(files), "tiny.zip", true);
    await given();
    expect(state()).toMatchObject({ onPage: true, candidate: { origin: { name: "tiny.zip" } } });
    customExperts.dismissCandidate();
    expect(state()).toMatchObject({ onPage: false, candidate: null });
    await given({ "config.json": null });
    expect(state()).toMatchObject({ onPage: true, candidate: null });
    expect(state().problem).not.toBeNull();
    // The same under Experts is only shown there.
    await candidate();
    expect(state().onPage).toBe(false);
    const reading = customExperts.readFiles(() => new Promise(() => {}), "slow.zip", true);
    customExperts.cancel();
    expect(state()).toMatchObject({ onPage: false, candidate: null });
    void reading;
  });

  test("that does not fit into the browser's storage is reported", async () => {
    await begin(fakeStore({ full: true }));
    await candidate();
    await add();
    expect(state().problem).toMatch(/no room left/);
    expect(state().experts).toEqual([]);
  });

  test("waits for a router, and is rejected by a library without one", async () => {
    store.setState({ routerLoading: { status: "loading", loaded: 0, total: 1 } });
    await candidate();
    await add();
    expect(state().problem).toMatch(/once the router is running/);
    const { router: _, ...rest } = minimalManifest();
    store.setState({
      baseLibrary: await openLibrary(
        "https://a.org/",
        parseManifest({ ...rest, experts: rest.experts }),
        writeParquet(promptColumns()),
        true,
      ),
    });
    await add();
    expect(state().problem).toMatch(/figures only and no router/);
  });

  test("can be edited, and removed with its files", async () => {
    await candidate();
    await add();
    const { key } = state().experts[0]!;
    await customExperts.describe(key, { label: "Mine", newestText: "2024" });
    expect(state().experts[0]).toMatchObject({ label: "Mine", newestText: "2024" });
    await customExperts.remove(key);
    expect([state().experts, kept.hashes()]).toEqual([[], []]);
    expect(called.at(-1)).toEqual(["release", { key }]);
    await customExperts.remove(key);
    expect(state().problem).toMatch(/has been removed/);
  });
});
