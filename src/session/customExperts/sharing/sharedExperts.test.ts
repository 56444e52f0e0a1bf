import { describe, expect, test } from "vitest";
import { toExpertsManifest } from "../../../library/customExperts/manifestFile.ts";
import { givenKind } from "../../../library/import/givenKind.ts";
import { type LocalFiles, openFolder } from "../../../library/import/localFiles.ts";
import { sha256Hex } from "../../../library/storage/hash.ts";
import { madeCalibration, madeExpert, madeHubExpert } from "../../../library/testing/customExpertFixtures.ts";
import { joinShared, matchFiles, toldOf } from "./sharedExperts.ts";

const free = (wanted: string, taken: ReadonlySet<string>) => (taken.has(wanted) ? `${wanted}-2` : wanted);
const folder = (files: Record<string, string>): LocalFiles =>
  openFolder(Object.entries(files).map(([path, content]) => ({ path, blob: new Blob([content]) })));

describe("a file is recognised as a manifest of experts", () => {
  const text = JSON.stringify(toExpertsManifest([madeExpert()]), null, 1);
  test("if it is one, on its own", async () => {
    expect(await givenKind(folder({ "experts.json": text }))).toBe("experts");
    expect(await givenKind(folder({ "scores.json": '[{"scores": {"a": 1}}]' }))).not.toBe("experts");
    expect(await givenKind(folder({ "experts.csv": text }))).not.toBe("experts");
    expect(await givenKind(folder({ "experts.json": text, "model.onnx": "x" }))).not.toBe("experts");
    expect(await givenKind(new Map())).not.toBe("experts");
  });
});

describe("shared experts merged with existing ones", () => {
  const mine = madeExpert({ label: "My own name", license: "mit" });

  test("are new ones with ids of their own, in their order", () => {
    const twin = madeHubExpert({
      files: { ...madeHubExpert().files, "onnx/model.onnx": madeExpert().files["onnx/model.onnx"]! },
    });
    const { fresh, completed, same } = joinShared([mine], toExpertsManifest([madeHubExpert(), twin]), free, 50);
    expect(fresh.map(({ id, added, missing }) => [id, added, missing])).toEqual([
      ["added/bert", 50, false],
      ["added/bert-2", 51, false],
    ]);
    expect(new Set(fresh.map(({ key }) => key)).size).toBe(2);
    expect(new Set(fresh.map(({ label }) => label)).size).toBe(2);
    expect([completed, same]).toEqual([[], 0]);
  });

  test("change no known values, and fill in missing ones", () => {
    const calibration = madeCalibration("x");
    const theirs = madeExpert({ label: "Theirs", license: "gpl", newestText: "2020", calibration });
    const joined = joinShared([mine], toExpertsManifest([theirs]), free);
    expect(joined).toEqual({ fresh: [], completed: [{ ...mine, newestText: "2020", calibration }], same: 0 });
    expect(joinShared(joined.completed, toExpertsManifest([theirs]), free)).toMatchObject({ completed: [], same: 1 });
  });

  test("are added once, however often the manifest lists them", () => {
    const { fresh } = joinShared([], toExpertsManifest([madeHubExpert(), madeHubExpert({ id: "added/again" })]), free);
    expect(fresh).toHaveLength(1);
  });

  test("are summarised in one sentence each", () => {
    const joined = joinShared([madeHubExpert()], toExpertsManifest([madeExpert(), madeHubExpert()]), free);
    expect(toldOf(joined)).toBe(
      "1 expert added. 1 expert was already here, unchanged. Still missing (add them under Experts): the files of Mine.",
    );
  });
});

describe("files of a shared expert", () => {
  const contents = { "config.json": "{}", "tokenizer.json": "[1]", "onnx/model.onnx": "weights" };
  const expert = async () => {
    const files: ReturnType<typeof madeExpert>["files"] = {};
    for (const [path, content] of Object.entries(contents)) {
      const buffer = new TextEncoder().encode(content).buffer as ArrayBuffer;
      files[path] = { url: `local://k/${path}`, sha256: await sha256Hex(buffer), bytes: buffer.byteLength };
    }
    return madeExpert({ files, missing: true });
  };
  const options = () => ({ signal: new AbortController().signal, onProgress: () => {} });

  test.each([
    ["as they lie in their folder", contents],
    [
      "deep in another folder, among others",
      Object.fromEntries([
        ...Object.entries(contents).map(([path, content]) => [`a/b/${path}`, content]),
        ["a/b/onnx/model_q4.onnx", "weighty"],
      ]),
    ],
    ["under other names", { "c.json": "{}", "t.json": "[1]", "m.onnx": "weights", "n.onnx": "WEIGHTS" }],
  ])("are found by their hashes %s", async (_, given) => {
    const wanted = await expert();
    const steps: number[][] = [];
    const found = await matchFiles(wanted, folder(given), "given", {
      ...options(),
      onProgress: (...step) => steps.push(step),
    });
    expect([...found.keys()].sort()).toEqual(
      Object.values(wanted.files)
        .map(({ sha256 }) => sha256)
        .sort(),
    );
    expect(new TextDecoder().decode(found.get(wanted.files["onnx/model.onnx"]!.sha256))).toBe("weights");
    expect(steps.at(-1)).toEqual([12, 12]);
  });

  test.each([
    ["missing", { "config.json": "{}", "tokenizer.json": "[1]" }, /onnx\/model\.onnx is missing from given\.zip/],
    [
      "other ones",
      { ...contents, "onnx/model.onnx": "Weights" },
      /model\.onnx in given\.zip is not the file that was shared: its SHA-256 differs/,
    ],
    [
      "cut short",
      { ...contents, "onnx/model.onnx": "weight" },
      /model\.onnx in given\.zip .* has 6 bytes instead of 7/,
    ],
  ])("that are %s are named", async (_, given, sentence) => {
    await expect(matchFiles(await expert(), folder(given), "given.zip", options())).rejects.toThrow(sentence);
    await expect(matchFiles(await expert(), folder(given), "given.zip", options())).rejects.toThrow(
      /“Mine” is unchanged/,
    );
  });

  test("are no longer read after cancelling", async () => {
    const reason = new Error("given up");
    const gone = matchFiles(await expert(), folder(contents), "given", {
      ...options(),
      signal: AbortSignal.abort(reason),
    });
    await expect(gone).rejects.toBe(reason);
  });
});
