import { serve } from "../../rpc/serve.ts";
import type { TableRouterCalls } from "./protocol.ts";
import { createTableRouterService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

serve<TableRouterCalls>(self, createTableRouterService(), () => ({ models: 1, bytes: 0 }));
