import { readEmbeddings, readSpace } from "../../library/benchmark/parquet.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import { serve } from "../../rpc/serve.ts";
import type { LayoutProgress, MapCalls } from "./protocol.ts";
import { MapService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

const readers = { embeddings: readEmbeddings, space: readSpace };
const service = new MapService(fetchVerified, readers, (progress) => tell(progress));

const tell = serve<MapCalls, LayoutProgress>(
  self,
  {
    open: async (request, context) => ({ result: await service.open(request, context) }),
    openCausal: async ({ file, ids }, context) => ({ result: await service.openCausal(file, ids, context) }),
    place: async ({ state, neighbors }) => ({ result: await service.place(state, neighbors) }),
    rest: async () => {
      service.rest();
      return { result: null };
    },
    nearest: async ({ row, neighbors }) => ({ result: await service.nearest(row, neighbors) }),
    layout: async ({ space, settings }, context) => ({ result: await service.layout(space, settings, context) }),
    scores: async (request, context) => ({ result: await service.scores(request, context) }),
  },
  () => service.holdings(),
);
