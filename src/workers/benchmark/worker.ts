import { serve } from "../../rpc/serve.ts";
import type { BenchmarkCalls } from "./protocol.ts";
import { benchmarkService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// It lives as long as one library is read: nothing is kept for a next call.
serve<BenchmarkCalls>(self, benchmarkService, () => ({ models: 0, bytes: 0 }));
