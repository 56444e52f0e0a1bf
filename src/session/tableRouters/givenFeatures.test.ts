import { expect, it } from "vitest";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import { GivenFeatures } from "./givenFeatures.ts";

const routerOf = (features: string[], sha256 = "a") =>
  ({
    members: features.map((feature) => ({ feature })),
    cleaning: { clean: true, common: ["Answer the question."] },
    encoders: { state: { sha256, tokenizerSha256: "t" } },
  }) as unknown as TrainedRouter;

/** States that are lengths; each waits until it is let through. */
function setUp() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const counts = { opened: 0, closed: 0 };
  const given = new GivenFeatures(async () => ({
    state: async () => {
      counts.opened++;
      return {
        model: "m",
        label: "State",
        origin: { sha256: "a", tokenizerSha256: "t" },
        embed: async ([text]) => {
          asked.push(text!);
          await new Promise<void>((resolve) => waiting.push(resolve));
          return { columns: 1, data: Float32Array.of(text!.length) };
        },
        source: async () => null,
        close: () => counts.closed++,
      };
    },
  }));
  return { given, asked, waiting, counts };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it("a router that reads texts alone needs nothing", async () => {
  const { given, counts } = setUp();
  await given.open(routerOf(["surface", "tfidf"]));
  expect(await given.rows("text")).toBeUndefined();
  expect(counts.opened).toBe(0);
});

it("while one text is read, only the newest of those that follow is read next", async () => {
  const { given, asked, waiting } = setUp();
  await given.open(routerOf(["surface", "state"]));
  const answers = ["a", "ab", "abc\nAnswer the question."].map((text) => given.rows(text));
  await settled();
  // The first had no rival when it came; by now it has.
  for (let i = 0; i < 3; i++) {
    waiting.shift()?.();
    await settled();
  }
  const [first, second, third] = await Promise.all(answers);
  expect([first, second]).toEqual([null, null]);
  expect(third).toEqual({ state: { kind: "dense", rows: 1, columns: 1, data: Float64Array.of(3) } });
  expect(asked).not.toContain("ab");
});

it("another model than the router was trained with is refused with what to do, and closed", async () => {
  const { given, counts } = setUp();
  await expect(given.open(routerOf(["state"], "b"))).rejects.toThrow(/router is another one\. Train it again/);
  expect(counts).toEqual({ opened: 1, closed: 1 });
  await expect(given.open(routerOf(["encoder"]))).rejects.toThrow(/Choose the same encoder in the Lab/);
  await given.open(routerOf(["state"]));
  given.close();
  expect(counts).toEqual({ opened: 2, closed: 2 });
});
