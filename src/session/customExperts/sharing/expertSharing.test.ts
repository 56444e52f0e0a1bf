import { beforeEach, describe, expect, test } from "vitest";
import type { CustomExpert } from "../../../library/customExperts/customExpert.ts";
import { fakeStore } from "../../../library/testing/fakeStorage.ts";
import {
  add,
  begin,
  called,
  candidate,
  customExperts,
  firstVisit,
  folder,
  kept,
  reload,
  sharing,
  state,
} from "../testing/harness.ts";

beforeEach(firstVisit);

describe("shared experts", () => {
  const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json)).buffer as ArrayBuffer;
  let manifest: unknown;

  beforeEach(async () => {
    await candidate();
    await add();
    await customExperts.describe(state().experts[0]!.key, { newestText: "2024" });
    manifest = JSON.parse(JSON.stringify(await sharing.manifest()));
  });

  test("are sent to another browser, wait for their files there, and run once they are provided", async () => {
    await begin();
    await sharing.propose("theirs.json", async () => bytes(manifest));
    expect(state()).toMatchObject({ sharing: { status: "offered", from: "theirs.json" }, experts: [] });
    await sharing.accept();
    expect(state().sharing).toMatchObject({
      status: "done",
      sentence: "1 expert added. Still missing (add them under Experts): the files of tiny-bert.",
    });
    const [expert] = state().experts as [CustomExpert];
    expect(expert).toMatchObject({ id: "added/tiny-bert", newestText: "2024", missing: true });
    await customExperts.calibrate(expert.key, []);
    expect(state().problem).toMatch(/The files of “tiny-bert” are not in this browser/);

    await customExperts.giveFiles(expert.key, async () => folder({ "onnx/model_int8.onnx": "WEIGHTS" }), "wrong.zip");
    expect(state().problem).toMatch(/model_int8\.onnx in wrong\.zip is not the file that was shared/);
    expect([state().experts[0]!.missing, kept.hashes()]).toEqual([true, []]);
    await customExperts.giveFiles(expert.key, async () => folder({}), "right.zip");
    expect([state().experts[0]!.missing, state().problem, kept.hashes().length]).toEqual([false, null, 3]);
    await reload();
    expect(state().experts[0]).toMatchObject({ missing: false, newestText: "2024" });
    await customExperts.fill(
      "added/tiny-bert",
      { text: "a", masks: [], topK: 1 },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
    expect(called.at(-1)).toMatchObject(["fill", { text: "a", expert: { key: expert.key } }]);
  });

  test("are not added when the user declines, nor twice", async () => {
    const before = state().experts;
    await sharing.propose("theirs.json", async () => bytes(manifest));
    sharing.dismiss();
    expect(state()).toMatchObject({ sharing: null, experts: before });
    await sharing.accept();
    expect(state().experts).toBe(before);
    await sharing.propose("theirs.json", async () => bytes(manifest));
    await sharing.accept();
    expect(state().experts).toEqual(before);
    expect(state().sharing).toMatchObject({ sentence: "1 expert was already here, unchanged." });
  });

  test("in a broken manifest are refused with the place, and existing ones stay", async () => {
    const before = state().experts;
    await sharing.propose("broken.json", async () => bytes({ ...(manifest as object), created: 7 }));
    expect(state()).toMatchObject({
      sharing: {
        status: "refused",
        sentence: expect.stringMatching(/No expert was added\. broken\.json, created: must be string/),
      },
      experts: before,
    });
  });

  test("that cannot be stored are not listed either", async () => {
    await begin(fakeStore({ full: true }));
    await sharing.propose("theirs.json", async () => bytes(manifest));
    await sharing.accept();
    expect(state().sharing).toMatchObject({ status: "refused", sentence: expect.stringContaining("no room left") });
    expect(state().experts).toEqual([]);
  });
});
