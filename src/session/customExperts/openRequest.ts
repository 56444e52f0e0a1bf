import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { UnsupportedModelError } from "../../library/errors.ts";
import type { Library } from "../../library/load.ts";
import { scaleOf } from "../../library/manifest/manifestFacts.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import type { OpenCustomExpert } from "../../workers/customExperts/protocol.ts";

/** What the worker needs to open an added expert. Throws an UnsupportedModelError while its files are missing. */
export function openRequest(expert: CustomExpert, library: Library): OpenCustomExpert {
  const { key, label, files, model, data, device, dtype, facts, missing } = expert;
  if (missing) {
    throw new UnsupportedModelError(label, `The files of “${label}” are not in this browser. Add them under Experts.`);
  }
  const tokenizer = library.file(library.manifest.tokenizer!);
  const scale = scaleOf(library.manifest);
  return { key, files, model, data, device, rounded: dtype !== "fp32", facts, tokenizer, scale };
}

/** The same for an added expert by its id, or for one of the library that runs like one: see referredExpert.ts. */
export async function namedRequest(
  id: string,
  added: readonly CustomExpert[],
  library: Library,
): Promise<OpenCustomExpert> {
  const own = added.find((one) => one.id === id);
  if (own) return openRequest(own, library);
  const { referredRequest } = await import("./referredExpert.ts");
  return referredRequest(library, library.manifest.experts.find((one) => one.id === id)!, fetchVerified);
}
