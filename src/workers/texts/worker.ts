import { serve } from "../../rpc/serve.ts";
import type { TextCalls } from "./protocol.ts";
import { createTextService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

serve<TextCalls>(self, createTextService(), () => ({ models: 0, bytes: 0 }));
