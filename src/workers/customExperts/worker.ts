import { fetchVerified } from "../../library/storage/integrity.ts";
import { trustOwnScripts } from "../../rpc/ownScript.ts";
import { serve } from "../../rpc/serve.ts";
import { expertHandlers } from "../inference/experts/expertCalls.ts";
import { transformersLoader } from "./model/transformers.ts";
import type { CustomExpertCalls } from "./protocol.ts";
import { CustomExpertService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// As in the inference worker: if ONNX Runtime's threads start from this file, it must not listen to their messages.
if (!self.name?.startsWith("em-pthread")) {
  trustOwnScripts();
  const service = new CustomExpertService(transformersLoader, fetchVerified);
  serve<CustomExpertCalls>(
    self,
    {
      ...expertHandlers(service),
      download: async (request, context) => ({ result: await service.download(request, context) }),
      open: async (request, context) => ({ result: await service.open(request, context) }),
      words: async (request, context) => ({ result: await service.words(request, context) }),
      fit: async (request, context) => ({ result: await service.fit(request, context) }),
    },
    () => service.holdings(),
  );
}
