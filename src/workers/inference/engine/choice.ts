import { BACKEND_NAMES } from "../backendNames.ts";
import type { Backend, BackendReport, Timing } from "../protocol.ts";

/** Two engines that compute the same fp32 graph differ by rounding, about 1e-6; a larger difference is a fault. */
export const TOLERANCE = 1e-3;

/** What is known about WebGPU in this browser. */
export type Findings =
  | { kind: "skipped" }
  | { kind: "unavailable"; reason: string }
  | { kind: "failed"; reason: string }
  | { kind: "measured"; maxDifference: number; milliseconds: Timing; batchMilliseconds: Timing | null }
  | { kind: "differs"; maxDifference: number };

/** The report before WebGPU has been tested. */
export function firstReport(threads: number): BackendReport {
  return report("wasm", "wasm", threads, false, {}, "WASM: ready; WebGPU is still being checked");
}

/** Which backend runs what, given the results and the user's choice. */
export function decide(findings: Findings, forced: Backend | null, threads: number): BackendReport {
  switch (findings.kind) {
    case "skipped":
      return report("wasm", "wasm", threads, false, {}, "WASM: your choice");
    case "unavailable":
      return report("wasm", "wasm", threads, false, {}, `WASM: ${findings.reason}`);
    case "failed":
      return report("wasm", "wasm", threads, true, {}, `WASM: ${findings.reason}`);
    case "differs": {
      const { maxDifference } = findings;
      const reason = `WASM: WebGPU gave different numbers (max difference ${maxDifference.toPrecision(1)})`;
      return report("wasm", "wasm", threads, true, { agrees: false, maxDifference }, reason);
    }
    case "measured":
      return fastest(findings, forced, threads);
  }
}

/** The report after WebGPU has failed during work. */
export function afterFailure(before: BackendReport, why: string): BackendReport {
  const reason = `WASM: WebGPU failed. ${why}`;
  return { ...before, router: "wasm", experts: "wasm", webgpu: { ...before.webgpu, reason }, summary: reason };
}

function fastest(
  { maxDifference, milliseconds, batchMilliseconds }: Extract<Findings, { kind: "measured" }>,
  forced: Backend | null,
  threads: number,
): BackendReport {
  const details = { agrees: true, maxDifference, milliseconds, batchMilliseconds };
  if (forced === "webgpu") return report("webgpu", "webgpu", threads, true, details, "WebGPU: your choice");
  const router = faster(milliseconds);
  // Not timed: WASM had already won.
  const experts = batchMilliseconds ? faster(batchMilliseconds) : "wasm";
  const summary =
    batchMilliseconds && router !== experts
      ? `${sentence(router, "the router", "one short prompt", milliseconds)}; ${sentence(experts, "experts", "seven long ones", batchMilliseconds)}`
      : `${BACKEND_NAMES[router]}: faster than ${BACKEND_NAMES[other(router)]} for one short prompt (${times(router, milliseconds)})`;
  return report(router, experts, threads, true, details, summary);
}

function sentence(winner: Backend, user: string, work: string, timing: Timing): string {
  return `${BACKEND_NAMES[winner]} for ${user}: faster for ${work} (${times(winner, timing)})`;
}

function faster({ wasm, webgpu }: Timing): Backend {
  return webgpu < wasm ? "webgpu" : "wasm";
}

function other(backend: Backend): Backend {
  return backend === "wasm" ? "webgpu" : "wasm";
}

function times(winner: Backend, timing: Timing): string {
  return `${timing[winner].toFixed(1)} ms against ${timing[other(winner)].toFixed(1)} ms`;
}

function report(
  router: Backend,
  experts: Backend,
  threads: number,
  available: boolean,
  details: Partial<BackendReport["webgpu"]>,
  summary: string,
): BackendReport {
  const unknown = { agrees: null, maxDifference: null, milliseconds: null, batchMilliseconds: null };
  return { router, experts, threads, webgpu: { available, ...unknown, ...details, reason: summary }, summary };
}
