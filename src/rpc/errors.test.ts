import { expect, test } from "vitest";
import { fromWire, InferenceError, toWire } from "./errors.ts";

test("an error keeps its name and message across the worker boundary", () => {
  const error = fromWire(structuredClone(toWire(new InferenceError("IntegrityError", "router.onnx is not the file."))));
  expect(error).toBeInstanceOf(InferenceError);
  expect(error).toMatchObject({ name: "IntegrityError", message: "router.onnx is not the file." });
});

test("an aborted call is recognised by its name", () => {
  expect(toWire(new DOMException("stop", "AbortError")).name).toBe("AbortError");
});

test.each(["Array buffer allocation failed", "WebAssembly.Memory(): could not allocate memory", "Out of memory"])(
  "a buffer that cannot be had (%s) is a want of memory, with what to do",
  (message) => {
    const error = toWire(new RangeError(message));
    expect(error).toEqual({ name: "MemoryError", message: expect.stringMatching(/no memory left.*Close other tabs/) });
  },
);

test("anything else is reported as the worker's failure, with its message", () => {
  expect(toWire(new RangeError("too far"))).toEqual({ name: "WorkerError", message: "too far" });
  expect(toWire(42)).toEqual({ name: "WorkerError", message: "42" });
});
