import { serve } from "../../rpc/serve.ts";
import type { LabCalls } from "./protocol.ts";
import { LabService, labHandlers } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

const service = new LabService();

serve<LabCalls>(self, labHandlers(service), () => service.holdings());
