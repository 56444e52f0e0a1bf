import { trustOwnScripts } from "../../rpc/ownScript.ts";
import { serve } from "../../rpc/serve.ts";
import { transformersLoader } from "../customExperts/model/transformers.ts";
import type { EncoderCalls } from "./protocol.ts";
import { createEncoderService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// As in the inference worker: if ONNX Runtime's threads start from this file, it must not listen to their messages.
if (!self.name?.startsWith("em-pthread")) {
  trustOwnScripts();
  const service = createEncoderService(transformersLoader);
  serve<EncoderCalls>(self, { open: service.open, embed: service.embed }, () => ({
    models: service.models(),
    bytes: 0,
  }));
}
