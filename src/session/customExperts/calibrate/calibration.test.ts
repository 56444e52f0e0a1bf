import { beforeEach, describe, expect, test } from "vitest";
import type { CustomExpert } from "../../../library/customExperts/customExpert.ts";
import { storedExperts } from "../../../library/customExperts/withCustomExperts.ts";
import { fakeStore } from "../../../library/testing/fakeStorage.ts";
import { add, begin, called, candidate, customExperts, firstVisit, kept, state } from "../testing/harness.ts";

beforeEach(firstVisit);

describe("changes while an expert is calibrated", () => {
  const TEXTS = Array.from({ length: 12 }, (_, k) => `text number ${k}`);
  const options = () => ({ signal: new AbortController().signal, onProgress: () => {} });
  /** Called before the text with this number is measured. */
  let meanwhile: (k: number) => Promise<unknown>;

  beforeEach(async () => {
    meanwhile = async () => {};
    await begin(fakeStore(), {
      embed: async (text) => {
        await meanwhile(TEXTS.indexOf(text));
        const state = Float32Array.of(TEXTS.indexOf(text), 1);
        return { words: Uint8Array.of(1, 1, 1), state, losses: Float32Array.of(1, 3) } as never;
      },
      measure: async () => ({ nats: 6, characters: 12, perToken: 2 }) as never,
    });
    for (let k = 0; k < 2; k++) {
      await candidate();
      await add();
    }
  });

  test("to its attributes are kept, and so is its calibration", async () => {
    const { key } = state().experts[1]!;
    meanwhile = async (k) => {
      if (k === 3) void customExperts.describe(key, { label: "Mine" });
      if (k === 5) await customExperts.describe(key, { newestText: "2024" });
    };
    await customExperts.calibrate(key, TEXTS);
    const said = { label: "Mine", newestText: "2024", calibration: { prompts: 12 } };
    expect(state().problem).toBeNull();
    expect(state().experts[1]).toMatchObject(said);
    expect((await storedExperts(kept))[1]).toMatchObject(said);
  });

  test("of two attributes at once are both kept", async () => {
    const { key } = state().experts[0]!;
    await Promise.all([
      customExperts.describe(key, { label: "Mine" }),
      customExperts.describe(key, { license: "mit" }),
    ]);
    expect((await storedExperts(kept))[0]).toMatchObject({ label: "Mine", license: "mit" });
  });

  test("do not restore a removed expert", async () => {
    const { key } = state().experts[1]!;
    meanwhile = async (k) => {
      if (k === 3) await customExperts.remove(key);
    };
    await customExperts.calibrate(key, TEXTS);
    expect(state().problem).toMatch(/has been removed/);
    expect([state().experts.length, (await storedExperts(kept)).length]).toEqual([1, 1]);
  });

  test("do not affect runs of other experts: every request names its own", async () => {
    const [a, b] = state().experts as [CustomExpert, CustomExpert];
    meanwhile = (k) =>
      k % 3 ? Promise.resolve() : customExperts.fill(a.id, { text: "a", masks: [], topK: 1 }, options());
    await customExperts.calibrate(b.key, TEXTS);
    const named = (wanted: string) =>
      called.filter(([type]) => type === wanted).map(([, request]) => (request as { expert: CustomExpert }).expert.key);
    expect(new Set(named("measure"))).toEqual(new Set([b.key]));
    expect(new Set(named("words"))).toEqual(new Set([b.key]));
    expect(named("fill")).toEqual([a.key, a.key, a.key, a.key]);
  });
});
