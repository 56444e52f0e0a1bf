import { expect, test, vi } from "vitest";
import { InferenceError } from "../../../rpc/errors.ts";
import type { Backend, BackendReport } from "../protocol.ts";
import { type FakeEngine, fakeEngine } from "../testing.ts";
import { repeated } from "../text/masking.ts";
import { Backends, type Runtimes, type Seat } from "./backends.ts";

const file = new ArrayBuffer(8);
const probe = { single: repeated([2, 3], 1), batch: repeated([2, 3], 7) };

/** Two engines whose router predicts `value`; WebGPU with a deviation and, on demand, with failures. */
async function open(
  options: { difference?: number; adapter?: string | null; failure?: (action: string) => void } = {},
) {
  const losses = (value: number) => () => ({ losses: Float32Array.of(value), state: Float32Array.of(0) });
  const wasm = fakeEngine("wasm", losses(1));
  const webgpu = fakeEngine("webgpu", losses(1 + (options.difference ?? 0)), options.failure);
  let asked = false;
  const runtimes: Runtimes = {
    wasm: () => wasm,
    whyNoWebgpu: async () => options.adapter ?? null,
    webgpu: async () => {
      asked = true;
      return webgpu;
    },
    made: () => [wasm, webgpu],
  };
  const reports: BackendReport[] = [];
  const backends = await Backends.open(runtimes, file, (report) => reports.push(report));
  const compare = (forced: Backend | null = null) => backends.compare(file, probe, forced);
  return { backends, wasm, webgpu, reports, compare, webgpuAsked: () => asked };
}

const run = ({ engine, router }: Seat) => engine.turn(() => router.run(probe.single).then(() => engine.backend));
const releases = ({ log }: FakeEngine) => log.filter((entry) => entry === "release").length;

test("WASM is ready before WebGPU has been tested", async () => {
  const { backends, webgpu } = await open();
  expect(backends.report.router).toBe("wasm");
  expect(await backends.use("router", run)).toBe("wasm");
  expect(webgpu.log).toEqual([]);
});

test("warming up runs the router a few times, lets others come between, and ends when the router is closed", async () => {
  const { backends, wasm } = await open();
  const order: string[] = [];
  const warm = backends.warmUp(probe).then(() => order.push("warm"));
  await backends.use("router", run).then(() => order.push("prompt"));
  await warm;
  expect(order).toEqual(["prompt", "warm"]);
  expect(wasm.log.filter((entry) => entry === "run")).toHaveLength(4);
  const cut = backends.warmUp(probe);
  await Promise.all([backends.close(), cut]);
  expect(wasm.log.filter((entry) => entry === "run").length).toBeLessThan(7);
});

test("the router is kept warm while the browser tidies up, and no longer than it is open", async () => {
  const { backends, wasm } = await open();
  const runs = () => wasm.log.filter((entry) => entry === "run").length;
  const kept = backends.keepWarm(probe);
  await vi.waitFor(() => expect(runs()).toBeGreaterThan(2));
  await backends.close();
  await kept;
  const before = runs();
  await backends.keepWarm(probe);
  expect(runs()).toBe(before);
});

test("without an adapter the WebGPU runtime is not even loaded", async () => {
  const { compare, reports, webgpuAsked } = await open({ adapter: "no WebGPU adapter in this browser" });
  await compare("webgpu");
  expect(webgpuAsked()).toBe(false);
  expect(reports.map(({ summary }) => summary)).toEqual(["WASM: no WebGPU adapter in this browser"]);
});

test("a forced WASM tests nothing else", async () => {
  const { compare, reports, webgpuAsked } = await open();
  await compare("wasm");
  expect(webgpuAsked()).toBe(false);
  expect(reports[0]!.summary).toBe("WASM: your choice");
});

test("a forced WebGPU that agrees runs router and experts", async () => {
  const { backends, compare, reports } = await open({ difference: 1e-5 });
  await compare("webgpu");
  expect(reports[0]!.webgpu).toMatchObject({ available: true, agrees: true });
  expect(reports[0]!.webgpu.maxDifference).toBeCloseTo(1e-5, 6);
  expect(await backends.use("router", run)).toBe("webgpu");
  expect(await backends.use("experts", run)).toBe("webgpu");
});

test("a WebGPU that differs is released and not used", async () => {
  const { backends, compare, reports, webgpu } = await open({ difference: 0.3 });
  await compare("webgpu");
  expect(reports[0]!.summary).toMatch(/different numbers \(max difference 0\.3\)/);
  expect(releases(webgpu)).toBe(1);
  expect(await backends.use("router", run)).toBe("wasm");
});

test("a WebGPU that cannot start is a reason, not an error", async () => {
  const { compare, reports } = await open({
    failure: () => {
      throw new InferenceError("ModelError", "The model could not be opened on WebGPU: no memory.");
    },
  });
  await compare();
  expect(reports[0]!.summary).toBe("WASM: WebGPU failed to start. The model could not be opened on WebGPU: no memory.");
});

test("without a forced backend both are timed after a warm-up", async () => {
  const { compare, reports, wasm } = await open();
  await compare();
  expect(reports[0]!.webgpu.milliseconds).toMatchObject({ wasm: expect.any(Number), webgpu: expect.any(Number) });
  expect(wasm.log.filter((entry) => entry === "run").length).toBeGreaterThan(4);
});

test("when WebGPU fails during work the same work is done on WASM, and that is reported once", async () => {
  let broken = false;
  const { backends, compare, reports } = await open({
    failure: () => {
      if (broken) throw new InferenceError("ModelError", "The GPU device was lost.");
    },
  });
  await compare("webgpu");
  broken = true;
  const works = [backends.use("router", run), backends.use("experts", run)];
  expect(await Promise.all(works)).toEqual(["wasm", "wasm"]);
  expect(reports.map(({ summary }) => summary)).toEqual([
    "WebGPU: your choice",
    "WASM: WebGPU failed. The GPU device was lost.",
  ]);
  expect(await backends.use("router", run)).toBe("wasm");
});

test("an error that is not the backend's is passed on", async () => {
  const { backends, compare, reports } = await open();
  await compare("webgpu");
  const failing = backends.use("experts", async () => {
    throw new InferenceError("DownloadError", "The expert could not be fetched.");
  });
  await expect(failing).rejects.toMatchObject({ name: "DownloadError" });
  expect(reports).toHaveLength(1);
});

test("closing releases every router, also one that was being compared", async () => {
  const { backends, compare, reports, wasm, webgpu } = await open();
  const comparing = compare("webgpu");
  await backends.close();
  await comparing;
  expect([releases(wasm), releases(webgpu)]).toEqual([1, 1]);
  expect(reports).toEqual([]);
});
