import { serve } from "../inference/serve.ts";
import { fetchVerified } from "../library/integrity.ts";
import { readEmbeddings } from "../library/parquet.ts";
import type { MapCalls } from "./protocol.ts";
import { MapService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

const service = new MapService(fetchVerified, readEmbeddings);

serve<MapCalls>(self, {
  open: async (request, context) => ({ result: await service.open(request, context) }),
  place: async ({ state, neighbors }) => ({ result: await service.place(state, neighbors) }),
});
