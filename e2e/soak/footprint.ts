/** The memory footprint of a visit: memory of the page and of its workers, and the resources that they hold open. */
import { type CDPSession, expect, type Page } from "@playwright/test";

/** By worker: the page's own diagnostics; null for one that is not running. */
export type Holdings = Record<string, { models: number; bytes: number; calls: number } | null>;

export interface Footprint {
  heapBytes: number;
  nodes: number;
  listeners: number;
  workers: number;
  holdings: Holdings;
  /** WebAssembly memory in the inference worker. It never shrinks. */
  wasmBytes: number;
}

/** For `inWorkers`, before the page opens: records every WebAssembly memory when its runtime accesses it. */
export const noteWasmMemory = () => {
  const memories = new Set<WebAssembly.Memory>();
  const { get } = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "buffer")!;
  Object.defineProperty(WebAssembly.Memory.prototype, "buffer", {
    get(this: WebAssembly.Memory) {
      memories.add(this);
      return get!.call(this);
    },
  });
  const bytes = () => [...memories].reduce((sum, memory) => sum + get!.call(memory).byteLength, 0);
  Object.assign(self, { wasmBytes: bytes });
};

async function readDiagnostics(page: Page): Promise<Holdings> {
  await page.getByRole("button", { name: "Diagnostics" }).click();
  const table = page.getByRole("table", { name: "Background workers" });
  await expect(table.locator("tbody")).toHaveAttribute("aria-busy", "false");
  const rows = await table.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => {
      const [name, models, bytes, calls] = [...row.children] as HTMLElement[];
      const told = calls && { models: +models!.innerText, bytes: +bytes!.dataset.bytes!, calls: +calls.innerText };
      return [name!.innerText, told ?? null] as const;
    }),
  );
  await page.keyboard.press("Escape");
  return Object.fromEntries(rows);
}

async function wasmBytes(page: Page): Promise<number> {
  const bytes = page
    .workers()
    .map((worker) => worker.evaluate(() => (self as unknown as { wasmBytes?: () => number }).wasmBytes?.() ?? 0));
  return (await Promise.all(bytes)).reduce((sum, one) => sum + one, 0);
}

/** Measures the page once its workers are idle. */
export async function footprint(page: Page, session: CDPSession): Promise<Footprint> {
  let holdings: Holdings = {};
  await expect
    .poll(
      async () => {
        holdings = await readDiagnostics(page);
        return Object.values(holdings).reduce((sum, held) => sum + (held?.calls ?? 0), 0);
      },
      { timeout: 300_000, intervals: [2_000] },
    )
    .toBe(0);
  for (let k = 0; k < 3; k++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
  return {
    heapBytes: metric("JSHeapUsedSize"),
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
    workers: page.workers().length,
    holdings,
    wasmBytes: await wasmBytes(page),
  };
}
