import { serve } from "../../rpc/serve.ts";
import type { TableCalls } from "./protocol.ts";
import { createTableService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// It only lives while its files are imported.
serve<TableCalls>(self, createTableService(), () => ({ models: 0, bytes: 0 }));
