import { serve } from "../../rpc/serve.ts";
import type { TableCalls } from "./protocol.ts";
import { tableService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// It lives as long as its one table: nothing is kept for a next call.
serve<TableCalls>(self, tableService, () => ({ models: 0, bytes: 0 }));
