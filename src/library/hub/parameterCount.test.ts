import { expect, test } from "vitest";
import { settleParameters } from "./parameterCount.ts";

test.each([
  [110e6, null, 110e6, false],
  [null, 4.04e6, 4.04e6, false],
  [null, null, null, false],
  // A matrix stored twice; 4-bit weights, two per byte.
  [110e6, 133e6, 110e6, false],
  [110e6, 60e6, 110e6, false],
  // A card copied from another model.
  [110e6, 4.04e6, 4.04e6, true],
  [3_000, 4.04e6, 4.04e6, true],
])("stated %j and counted %j: %j", (stated, counted, parameters, contradicted) => {
  expect(settleParameters(stated, counted)).toEqual({ parameters, contradicted });
});
