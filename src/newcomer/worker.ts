import { serve } from "../inference/serve.ts";
import { fetchVerified } from "../library/integrity.ts";
import { trustOwnScripts } from "../library/ownScript.ts";
import type { NewcomerCalls } from "./protocol.ts";
import { NewcomerService } from "./service.ts";
import { loadWithTransformers } from "./transformers.ts";

declare const self: DedicatedWorkerGlobalScope;

// As in the inference worker: should ONNX runtime's threads start from this file, they must not be listened to here.
if (!self.name?.startsWith("em-pthread")) {
  trustOwnScripts();
  const service = new NewcomerService(loadWithTransformers, fetchVerified);
  serve<NewcomerCalls>(
    self,
    {
      download: async ({ files }, context) => ({ result: await service.download(files, context) }),
      open: async (request, context) => ({ result: await service.open(request, context) }),
      words: async ({ text }) => ({ result: await service.words(text) }),
      measure: async ({ text, counts }) => ({ result: await service.measure(text, counts) }),
      fill: async (request) => ({ result: await service.fill(request) }),
      fit: async (request, context) => ({ result: await service.fit(request, context) }),
      close: async () => {
        await service.close();
        return { result: null };
      },
    },
    () => service.holdings(),
  );
}
