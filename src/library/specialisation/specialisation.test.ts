import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ManifestError } from "../errors.ts";
import { parseSpecialisation } from "./specialisation.ts";

const SHIPPED = new URL("../../../models/specialisation.json", import.meta.url);

function log() {
  const frame = (step: number, windows: number[][]) => ({
    step,
    tokens: 100 * step,
    windows,
    load: [0.5, 0.5],
    mutualInformation: 0.2,
    normalisedMutualInformation: 0.3,
    loadEntropy: 1,
  });
  return {
    formatVersion: 1 as unknown,
    base: "general",
    tokens: 400,
    clusterSteps: 2,
    steps: 4,
    informationSteps: 100,
    experts: ["a", "b"].map((id) => ({ id, label: id })),
    parts: ["law", "code/c", "code/go"].map((id) => ({ id, label: id })),
    frames: [
      frame(2, [
        [1, 2, 3],
        [4, 1, 1],
      ]),
      frame(4, [
        [0, 6, 0],
        [6, 0, 0],
      ]),
    ],
  };
}

function errorOf(change: (draft: ReturnType<typeof log>) => void): string {
  const draft = log();
  change(draft);
  try {
    parseSpecialisation(draft);
  } catch (error) {
    if (error instanceof ManifestError) return error.message;
    throw error;
  }
  throw new Error("The log was accepted.");
}

describe("a log of specialisation", () => {
  it("is read as it is", () => {
    expect(parseSpecialisation(log())).toEqual(log());
  });

  it("is refused with the place where it does not fit its experts, parts and steps", () => {
    expect(errorOf(({ frames }) => frames[1]!.windows.pop())).toContain("frames[1].windows");
    expect(errorOf(({ frames }) => frames[0]!.windows[1]!.pop())).toContain("one count for each part");
    expect(errorOf(({ frames }) => frames[0]!.load.push(0))).toContain("frames[0].load");
    expect(errorOf(({ frames }) => Object.assign(frames[1]!, { step: 2 }))).toContain("frames[1].step");
    expect(errorOf(({ frames }) => Object.assign(frames[1]!, { step: 5 }))).toContain("frames[1].step");
    expect(errorOf(({ frames }) => Object.assign(frames[0]!, { loadEntropy: 1.5 }))).toContain("frames[0].loadEntropy");
    expect(errorOf((draft) => Object.assign(draft, { formatVersion: 2 }))).toContain("formatVersion");
  });
});

describe("the log that ships", () => {
  const shipped = parseSpecialisation(JSON.parse(readFileSync(SHIPPED, "utf8")));

  it("counts every window of a frame in its load, and ends with the last step", () => {
    for (const { windows, load } of shipped.frames) {
      const all = windows.flat().reduce((sum, count) => sum + count, 0);
      windows.forEach((row, expert) => {
        expect(load[expert]).toBeCloseTo(row.reduce((sum, count) => sum + count, 0) / all, 3);
      });
    }
    expect(shipped.frames.at(-1)!.step).toBe(shipped.steps);
  });

  it("tells more of the part at its end than chance would", () => {
    expect(shipped.frames.at(-1)!.normalisedMutualInformation).toBeGreaterThan(0.3);
  });
});
