import { fetchVerified } from "../../library/storage/integrity.ts";
import { trustOwnScripts } from "../../rpc/ownScript.ts";
import { serve } from "../../rpc/serve.ts";
import { browserRuntimes } from "./engine/runtime.ts";
import { expertHandlers } from "./experts/expertCalls.ts";
import type { InferenceCalls, InferenceEvent } from "./protocol.ts";
import { InferenceService } from "./service.ts";

declare const self: DedicatedWorkerGlobalScope;

// ONNX Runtime names its own threads em-pthread. If a bundler ever starts them from this file, listening here would swallow their
// first message and hang the runtime.
if (!self.name?.startsWith("em-pthread")) {
  trustOwnScripts();
  const service = new InferenceService(browserRuntimes, fetchVerified, (report) => send({ type: "backend", report }));
  const send = serve<InferenceCalls, InferenceEvent>(
    self,
    {
      open: async (request, context) => ({ result: await service.open(request, context) }),
      route: async ({ text }) => {
        const result = await service.route(text);
        if (result.status !== "routed") return { result };
        return { result, transfer: [result.losses.buffer, result.state.buffer] };
      },
      ...expertHandlers(service),
      embed: async ({ text }) => ({ result: await service.embed(text) }),
      states: async ({ texts }, { signal }) => {
        const result = await service.states(texts, signal);
        return { result, transfer: [result.data.buffer] };
      },
      readPrompts: async ({ file, name }) => {
        const { readPrompts } = await import("../../library/prompts/readPrompts.ts");
        return { result: await readPrompts(file, name) };
      },
      routeTexts: async ({ texts }, context) => {
        const result = await service.routeTexts(texts, context);
        return { result, transfer: [result.losses.buffer, result.states.buffer, result.tokens.buffer] };
      },
      dispose: async () => {
        await service.dispose();
        return { result: null };
      },
    },
    () => service.holdings(),
  );
}
