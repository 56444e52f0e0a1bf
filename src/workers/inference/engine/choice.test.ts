import { expect, test } from "vitest";
import { afterFailure, decide, type Findings, firstReport } from "./choice.ts";

const measured = (wasm: number, webgpu: number, batch: [number, number] | null): Findings => ({
  kind: "measured",
  maxDifference: 2e-6,
  milliseconds: { wasm, webgpu },
  batchMilliseconds: batch && { wasm: batch[0], webgpu: batch[1] },
});

test("until WebGPU has been tested, WASM runs everything", () => {
  expect(firstReport(2)).toMatchObject({ router: "wasm", experts: "wasm", threads: 2, webgpu: { available: false } });
});

test("without an adapter the reason is that", () => {
  const report = decide({ kind: "unavailable", reason: "no WebGPU adapter in this browser" }, "webgpu", 1);
  expect(report).toMatchObject({ router: "wasm", webgpu: { available: false, agrees: null } });
  expect(report.summary).toBe("WASM: no WebGPU adapter in this browser");
  expect(report.webgpu.reason).toBe(report.summary);
});

test("a WebGPU that gives different numbers is never used, not even when forced", () => {
  const report = decide({ kind: "differs", maxDifference: 0.3 }, "webgpu", 1);
  expect(report).toMatchObject({ router: "wasm", experts: "wasm", webgpu: { agrees: false, maxDifference: 0.3 } });
  expect(report.summary).toBe("WASM: WebGPU gave different numbers (max difference 0.3)");
});

test.each([
  [measured(1.2, 6, [4, 5]), "wasm", "wasm", "WASM: faster than WebGPU for one short prompt (1.2 ms against 6.0 ms)"],
  [measured(1.2, 6, null), "wasm", "wasm", "WASM: faster than WebGPU for one short prompt (1.2 ms against 6.0 ms)"],
  [
    measured(6, 2, [90, 9]),
    "webgpu",
    "webgpu",
    "WebGPU: faster than WASM for one short prompt (2.0 ms against 6.0 ms)",
  ],
  [
    measured(1.2, 6, [60, 9]),
    "wasm",
    "webgpu",
    "WASM for the router: faster for one short prompt (1.2 ms against 6.0 ms); " +
      "WebGPU for experts: faster for seven long ones (9.0 ms against 60.0 ms)",
  ],
] as const)("the faster one is used, case %#", (findings, router, experts, summary) => {
  expect(decide(findings, null, 1)).toMatchObject({ router, experts, summary });
});

test("a forced WebGPU is used though it is slower", () => {
  expect(decide(measured(1, 100, null), "webgpu", 1)).toMatchObject({
    router: "webgpu",
    experts: "webgpu",
    summary: "WebGPU: your choice",
    webgpu: { milliseconds: { wasm: 1, webgpu: 100 } },
  });
});

test("a forced WASM needs no comparison", () => {
  expect(decide({ kind: "skipped" }, "wasm", 1).summary).toBe("WASM: your choice");
});

test("after a failure the report keeps the measurements and adds what happened", () => {
  const before = decide(measured(6, 2, [90, 9]), null, 1);
  const after = afterFailure(before, "The GPU device was lost.");
  expect(after).toMatchObject({ router: "wasm", experts: "wasm", webgpu: { agrees: true, milliseconds: { wasm: 6 } } });
  expect(after.summary).toBe("WASM: WebGPU failed. The GPU device was lost.");
});
