/** Experts of a library that have a tokenizer of their own, or that the library refers to: they run where added experts do. */
import { languageModelFacts } from "../../library/hub/causalModel.ts";
import { DEFAULT_HUB, hubFileAddress } from "../../library/hub/hub.ts";
import type { FileReference, Library } from "../../library/load.ts";
import type { Expert } from "../../library/manifest/manifest.ts";
import { scaleOf } from "../../library/manifest/manifestFacts.ts";
import type { fetchVerified } from "../../library/storage/integrity.ts";
import type { OpenCustomExpert } from "../../workers/customExperts/protocol.ts";

/**
 * What the worker needs to open such an expert. Its files stay where they are until then, and each is checked by its SHA-256.
 * @param fetch gets the tokenizer's files, from which the special tokens are read
 * Throws an UnsupportedModelError for a tokenizer that does not fit the library's task, or what `fetch` throws.
 */
export async function referredRequest(
  library: Library,
  expert: Expert,
  fetch: typeof fetchVerified,
): Promise<OpenCustomExpert> {
  const { manifest } = library;
  const scale = scaleOf(manifest);
  const tokenizer = expert.tokenizer ?? manifest.tokenizer!;
  const settings = tokenizer.replace(/tokenizer\.json$/, "tokenizer_config.json");
  const small: Record<string, FileReference> = { "tokenizer.json": library.file(tokenizer) };
  if (settings !== tokenizer && Object.hasOwn(manifest.files, settings)) {
    small["tokenizer_config.json"] = library.file(settings);
  }
  const json = async (name: string): Promise<unknown> => {
    const file = small[name];
    return file ? JSON.parse(new TextDecoder().decode(await fetch(file.url, file))) : null;
  };
  const config = {
    architectures: [scale.task === "causal" ? "ForCausalLM" : "ForMaskedLM"],
    max_position_embeddings: expert.maxTokens ?? manifest.router?.maxTokens,
    num_hidden_layers: expert.layers,
    hidden_size: expert.hidden,
  };
  const [tokens, written] = await Promise.all([json("tokenizer.json"), json("tokenizer_config.json")]);
  const facts = languageModelFacts(
    { config, tokenizer: tokens, settings: written, generation: null, template: false },
    expert.id,
  );
  const weights = weightsOf(library, expert);
  const [model, ...data] = Object.keys(weights) as [string, ...string[]];
  return {
    key: `library ${weights[model]!.sha256}`,
    files: { ...small, ...weights },
    model,
    data,
    device: "wasm",
    rounded: true,
    facts,
    tokenizer: library.file(manifest.tokenizer!),
    scale,
  };
}

/** The ONNX file and then the files that it refers to, by path. */
function weightsOf(library: Library, { model, source, bytes }: Expert): Record<string, FileReference> {
  if (!source) return { [model!]: library.file(model!) };
  const { id, revision, file, sha256, data = [] } = source;
  return Object.fromEntries(
    [{ file, sha256, bytes }, ...data].map((one) => [
      one.file,
      { url: hubFileAddress(DEFAULT_HUB, id, revision, one.file), sha256: one.sha256, bytes: one.bytes },
    ]),
  );
}
