import { fetchManifest } from "../../library/load.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { InferenceClient } from "../../workers/inference/client.ts";
import { createInferenceWorker } from "../../workers/inference/createWorker.ts";
import type { OpenEmbedder } from "./embedder.ts";

export const STATE = "state";

/** The state of the shipped library's router, in a worker of its own: the table that is shown has no router to open. */
export const shippedStates =
  (shipped: string, create = () => new InferenceClient(createInferenceWorker)): OpenEmbedder =>
  async (signal, onProgress) => {
    const { router, tokenizer, files } = await fetchManifest(shipped, { signal });
    if (!router || tokenizer === undefined)
      throw new InferenceError("ManifestError", "The shipped library has no router whose state could be a feature.");
    const file = (path: string) => ({ url: new URL(path, shipped).href, ...files[path]! });
    const inference = create();
    const open = () =>
      inference.open(
        { tokenizer: file(tokenizer), router: file(router.model), maxTokens: router.maxTokens },
        { signal, onProgress: ({ loaded, total }) => onProgress(loaded, total) },
      );
    // Where every state is kept already, the router is not needed.
    let opened: ReturnType<typeof open> | null = null;
    return {
      model: `router ${files[router.model]!.sha256}`,
      origin: { library: shipped, sha256: files[router.model]!.sha256, tokenizerSha256: files[tokenizer]!.sha256 },
      label: "State of the shipped router",
      embed: async (texts, stop) => {
        opened ??= open();
        await opened;
        return inference.states(texts, { signal: stop });
      },
      source: async (stop) => {
        const content = (path: string) => fetchVerified(file(path).url, file(path), { signal: stop });
        const { maxTokens, outputs } = router;
        const how = { kind: "state", output: outputs.state, maxTokens } as const;
        return { model: await content(router.model), tokenizer: await content(tokenizer), how };
      },
      close: () => void inference.close(),
    };
  };
