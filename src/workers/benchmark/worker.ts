import { serve } from "../../rpc/serve.ts";
import type { BenchmarkCalls } from "./protocol.ts";
import { benchmarkService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// It only lives while one library is read: nothing is cached between calls.
serve<BenchmarkCalls>(self, benchmarkService, () => ({ models: 0, bytes: 0 }));
