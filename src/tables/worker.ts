import { serve } from "../inference/serve.ts";
import type { TableCalls } from "./protocol.ts";
import { tableService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

serve<TableCalls>(self, tableService);
