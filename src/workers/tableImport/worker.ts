import { serve } from "../../rpc/serve.ts";
import type { TableCalls } from "./protocol.ts";
import { tableService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// It only lives while its one table is imported: nothing is cached between calls.
serve<TableCalls>(self, tableService, () => ({ models: 0, bytes: 0 }));
