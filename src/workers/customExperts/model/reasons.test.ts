import { expect, test, vi } from "vitest";
import { InferenceError } from "../../../rpc/errors.ts";
import { explained } from "./reasons.ts";

/** Error text of onnxruntime-web. */
test.each([
  [
    `Can't create a session. ERROR_CODE: 1, ERROR_MESSAGE: Failed to load external data file ""model_fp16.onnx_data"", error: File not found in preloaded files.`,
    /second file, model_fp16\.onnx_data, which is missing/,
  ],
  [
    "Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.",
    /git lfs pull/,
  ],
  [
    "ERROR_CODE: 9, ERROR_MESSAGE: Could not find an implementation for GatherBlockQuantized(1) node with name '/embed'",
    /one of its operators \(GatherBlockQuantized\).*other weights/,
  ],
  ["Fatal error: com.x:Odd(-1) is not a registered function/op", /an operator \(com\.x:Odd\)/],
  [
    "failed to call OrtRun(). ERROR_CODE: 2, ERROR_MESSAGE: indices element out of data bounds, idx=41934 must be within the inclusive range",
    /beyond those that the model knows/,
  ],
  [
    "/onnxruntime_src/core/framework/thing.cc:99 std::something failed. 12345678",
    /message is in the browser's console/,
  ],
])("%s becomes a message", (raw, sentence) => {
  const said = vi.spyOn(console, "info").mockImplementation(() => {});
  const error = explained("Its weights cannot be opened", new Error(raw));
  expect(error).toMatchObject({ name: "ModelError", message: expect.stringMatching(sentence) });
  expect(error.message).toMatch(/^Its weights cannot be opened: .*\.$/);
  expect(error.message).not.toMatch(/ERROR_CODE|OrtRun|_src/);
  expect(said).toHaveBeenCalledWith(expect.stringContaining(raw));
  said.mockRestore();
});

test("out of memory is reported as such, numbers are handled, and existing messages are kept", () => {
  const said = vi.spyOn(console, "info").mockImplementation(() => {});
  expect(explained("It cannot", new Error("std::bad_alloc"))).toMatchObject({ name: "MemoryError" });
  expect(explained("It cannot", 12345).message).not.toContain("12345");
  const own = new InferenceError("ModelError", "It has no logits.");
  expect(explained("It cannot", own)).toBe(own);
  said.mockRestore();
});
