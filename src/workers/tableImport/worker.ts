import { serve } from "../../rpc/serve.ts";
import type { TableCalls } from "./protocol.ts";
import { createTableService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// It lives as long as the import of its files.
serve<TableCalls>(self, createTableService(), () => ({ models: 0, bytes: 0 }));
