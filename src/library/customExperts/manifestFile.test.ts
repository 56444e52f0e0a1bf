import { describe, expect, test } from "vitest";
import { ManifestError } from "../errors.ts";
import { madeCalibration, madeExpert, madeHubExpert } from "../testing/customExpertFixtures.ts";
import { fromShared, parseExpertsManifest, sameModel, toExpertsManifest } from "./manifestFile.ts";

const local = madeExpert({ newestText: "2023-06", license: "mit", calibration: madeCalibration("router benchmark") });
const hub = madeHubExpert();
const written = () => JSON.parse(JSON.stringify(toExpertsManifest([local, hub], new Date("2026-05-06T07:08:09Z"))));

describe("a manifest of added experts", () => {
  test("survives a round trip with all its data, and without keys or URLs of this browser", () => {
    const text = JSON.stringify(written());
    expect(text).not.toContain("expert-1");
    expect(text).not.toContain("local:");
    const { experts, created } = parseExpertsManifest(written());
    expect(created).toBe("2026-05-06");
    const [first, second] = experts.map((shared, k) => fromShared(shared, `new-${k}`, `id-${k}`, 100 + k));
    const again = (folder: string) =>
      Object.fromEntries(Object.entries(local.files).map(([path, file]) => [path, { ...file, url: folder + path }]));
    expect(first).toEqual({
      ...local,
      key: "new-0",
      id: "id-0",
      added: 100,
      missing: true,
      files: again("local://new-0/"),
    });
    // A hub's files are at the same URLs, which contain the commit.
    expect(second).toEqual({ ...hub, key: "new-1", id: "id-1", added: 101, missing: false });
  });

  test("distinguishes models by their weights and tokenizer", () => {
    const [shared, other] = parseExpertsManifest(written()).experts;
    expect(sameModel(local, shared!)).toBe(true);
    expect(sameModel(local, other!)).toBe(false);
    expect(
      sameModel(hub, { ...other!, files: { ...other!.files, "tokenizer.json": { sha256: "f".repeat(64), bytes: 1 } } }),
    ).toBe(false);
  });

  test("drops unknown keys, as a later version may have more", () => {
    const more = written();
    more.experts[0].colour = "red";
    expect(parseExpertsManifest(more).experts[0]).not.toHaveProperty("colour");
  });

  const broken: [what: string, change: (json: ReturnType<typeof written>) => unknown, sentence: string | RegExp][] = [
    ["a list", () => [], /x\.json, format: is not “tryage-experts”/],
    ["a library's manifest", () => ({ schemaVersion: 1, experts: [] }), /format: is not “tryage-experts”/],
    ["another version", (json) => ({ ...json, schemaVersion: 2 }), /schemaVersion: is 2, but this app reads version 1/],
    ["no version", ({ schemaVersion: _, ...json }) => json, /schemaVersion: is missing/],
    ["no experts", (json) => ({ ...json, experts: [] }), /experts: /],
    ["no date", (json) => ({ ...json, created: "yesterday" }), /created: must be a year/],
    [
      "no label",
      ({ experts: [{ label: _, ...one }], ...json }) => ({ ...json, experts: [one] }),
      /experts\[0\]\.label: is missing/,
    ],
    ["a wrong dtype", (json) => with_(json, { dtype: "fp8" }), /experts\[0\]\.dtype/],
    ["another device", (json) => with_(json, { device: "npu" }), /experts\[0\]\.device/],
    [
      "a short hash",
      (json) => with_(json, { files: { ...json.experts[0].files, "config.json": { sha256: "ab", bytes: 3 } } }),
      /experts\[0\]\.files\.config\.json\.sha256: must be a SHA-256/,
    ],
    [
      "no model file",
      (json) => with_(json, { model: "onnx/other.onnx" }),
      /experts\[0\]\.model: “onnx\/other\.onnx” is not in files/,
    ],
    [
      "no weights beside it",
      (json) => with_(json, { data: ["model.onnx_data"] }),
      /experts\[0\]\.data\[0\]: “model\.onnx_data” is not in files/,
    ],
    [
      "no tokenizer",
      ({
        experts: [
          {
            files: { "tokenizer.json": _, ...files },
            ...one
          },
        ],
        ...json
      }) => ({ ...json, experts: [{ ...one, files }] }),
      /experts\[0\]\.files: “tokenizer\.json” is not in files/,
    ],
    [
      "a path that leads out",
      (json) => with_(json, { model: "../model.onnx" }),
      /experts\[0\]\.model: must be a relative path/,
    ],
    ["a path from the top", (json) => with_(json, { model: "/model.onnx" }), /must be a relative path/],
    [
      "more than fits a tab",
      (json) =>
        with_(json, { files: { ...json.experts[0].files, "onnx/model.onnx": { sha256: "a".repeat(64), bytes: 3e9 } } }),
      /larger in total than a browser tab/,
    ],
    [
      "no parameters",
      (json) => with_(json, { parameters: 0 }),
      /experts\[0\]\.parameters: must be 1 or more; write null/,
    ],
    [
      "no mask",
      (json) => with_(json, { facts: { ...json.experts[0].facts, mask: "" } }),
      /experts\[0\]\.facts: do not describe a masked/,
    ],
    [
      "a hub that is not a web address",
      (json) => with_(json, { origin: { kind: "hub", hub: "file:///etc/", model: "a/b", revision: "1" } }),
      /experts\[0\]\.origin\.hub: must be a hub's web address/,
    ],
    [
      "a model's id that is a path",
      (json) => with_(json, { origin: { kind: "hub", hub: "https://h.test/", model: "../b", revision: "1" } }),
      /experts\[0\]\.origin\.model/,
    ],
    [
      "a commit that is a path",
      (json) => with_(json, { origin: { kind: "hub", hub: "https://h.test/", model: "a/b", revision: ".." } }),
      /experts\[0\]\.origin\.revision: must be a commit/,
    ],
    [
      "a head that is not numbers",
      (json) => with_(json, { calibration: { ...json.experts[0].calibration, weights: ["1"] } }),
      /experts\[0\]\.calibration\.weights\[0\]: must be number, not string/,
    ],
  ];
  const with_ = (json: ReturnType<typeof written>, change: object) => ({
    ...json,
    experts: [{ ...json.experts[0], ...change }],
  });

  test.each(broken)("that contains %s is refused with the place and the reason", (_, change, sentence) => {
    let thrown: unknown;
    try {
      parseExpertsManifest(change(written()), "x.json");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ManifestError);
    expect(String(thrown)).toMatch(sentence);
    expect((thrown as ManifestError).file).toBe("x.json");
  });
});
