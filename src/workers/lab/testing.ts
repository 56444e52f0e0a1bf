/** @file The lab's worker without a thread, for tests. */
import type { WorkerLike } from "../../rpc/caller.ts";
import { type Handlers, serve } from "../../rpc/serve.ts";
import type { LabCalls } from "./protocol.ts";
import { LabService, labHandlers } from "./service.ts";

/** @param change replaces some of the answers */
export function labWorkerHere(change: Partial<Handlers<LabCalls>> = {}): () => WorkerLike {
  return () => {
    const { port1, port2 } = new MessageChannel();
    const service = new LabService();
    serve<LabCalls>(port2 as never, { ...labHandlers(service), ...change }, () => service.holdings());
    port2.start();
    port1.start();
    return Object.assign(port1, { terminate: () => port1.close() }) as unknown as WorkerLike;
  };
}

/** A table of two models: one answers short questions, the other long ones, now and then the wrong way round. */
export function labCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const long = i % 3 === 0;
    const text = long ? `Explain at length why number ${i} of the list is there and what it means` : `What is ${i}?`;
    const [weak, strong] = i % 7 === 3 ? [1, 0] : [long ? 0 : 1, i % 5 === 4 ? 0 : 1];
    return `${text},${long ? "long" : "short"},${weak},${strong},0.00123,0.0217`;
  });
  return ["prompt,dataset,weak,strong,weak_cost,strong_cost", ...lines].join("\n");
}
