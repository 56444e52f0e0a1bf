import { expect, test } from "@playwright/test";
import { expectParity } from "./parity.ts";

test("the shipped worker gives PyTorch's tokens, losses, states and logits on WASM", async ({ page }) => {
  const report = await expectParity(page, "wasm");
  expect(report).toMatchObject({ router: "wasm", experts: "wasm", threads: 1, summary: "WASM: chosen by you" });
});
