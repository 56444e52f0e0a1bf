import { expect, test } from "vitest";
import type { Manifest } from "../library/manifest/manifest.ts";
import { lossUnit } from "./lossUnit.ts";

const of = (unit: string) => lossUnit({ benchmark: { lossUnit: unit } as Manifest["benchmark"] });

test("the unit has a long form after figures and a short form for λ", () => {
  expect(of("nats per token")).toEqual({
    long: "nats per token",
    short: "nats",
    axis: "nats per token",
    accuracy: "masked-token accuracy",
    outcome: "accuracy",
  });
  const benchmark = { lossUnit: "nats per token" } as Manifest["benchmark"];
  expect(lossUnit({ benchmark, task: "causal" }).accuracy).toBe("next-token accuracy");
  expect(of("bits per byte")).toMatchObject({ long: "bits per byte", short: "bits" });
  expect(of("perplexity")).toMatchObject({ long: "perplexity", short: "perplexity" });
});

test("an imported table's losses are points of its score, whichever dash is used", () => {
  for (const unit of ["1 − score", "1 - score"]) {
    expect(of(unit)).toEqual({
      long: "points of score",
      short: "points",
      axis: "1 − score",
      accuracy: "score",
      outcome: "score",
    });
  }
});
