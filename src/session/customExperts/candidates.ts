/**
 * Models that could be added: found on a hub or in files, and verified to be language models before anything large is read.
 */

import { yearSpan } from "../../core/flags/dates.ts";
import { UnsupportedModelError } from "../../library/errors.ts";
import { languageModelFacts } from "../../library/hub/causalModel.ts";
import { fetchHubFile, hubAddress, lookUp } from "../../library/hub/hub.ts";
import { savingAdvice } from "../../library/hub/maskedModel.ts";
import { parseModelAddress } from "../../library/hub/modelAddress.ts";
import { readModelCard } from "../../library/hub/modelCard.ts";
import { modelFolder, statedName } from "../../library/hub/modelFolder.ts";
import { weightsFilesOf } from "../../library/hub/weightForms.ts";
import { MAX_POINTER_BYTES } from "../../library/import/lfsPointer.ts";
import { filesIn, type LocalFiles } from "../../library/import/localFiles.ts";
import type { Candidate } from "../../state/slices/customExpertsState.ts";

const SMALL_FILES = ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json"] as const;
/** A chat template that is not in `tokenizer_config.json`. */
const TEMPLATE = "chat_template.jinja";
const CARD = "README.md";
/** Cards of models trained on many sources list the licences of all of them. */
const LONGEST_LICENSE = 100;
/** Name of a model from loose files that do not contain its name. */
const LOOSE = "my-expert";
/** The tokenizer.json of XLM-R, with 250,000 words, is 17 MB. It is parsed on the page. */
const MAX_SMALL_BYTES = 30_000_000;

/**
 * Looks up a model on a hub.
 * @param hub the hub's URL; @param written the model's id, or the URL of one of its pages or files; @param token for a model that is not public, sent to its hub alone
 * Throws a LibraryError, or the signal's reason.
 */
export async function candidateFromHub(
  hub: string,
  written: string,
  signal: AbortSignal,
  token: string | null,
): Promise<Candidate> {
  const { hub: address, id, revision: wanted } = parseModelAddress(written, hubAddress(hub));
  const { files, revision, license, parameters } = await lookUp(address, id, { signal, revision: wanted, token });
  const found = await assess(id, files, async (path) =>
    text((await fetchHubFile(path, files.get(path)!, { signal, token })).buffer),
  );
  const said = { license: license ?? found.license, parameters: parameters ?? found.parameters };
  const origin = { kind: "hub", hub: address, model: id, revision } as const;
  return { ...found.candidate, ...said, name: id, notes: [], origin, source: { kind: "hub", files } };
}

/** Looks for a model in files from this computer. @param name their name in errors. Throws a LibraryError. */
export async function candidateFromFiles(given: LocalFiles, name: string): Promise<Candidate> {
  const { folder, name: called, others } = modelFolder(given, name);
  const files = filesIn(given, folder);
  const { candidate, license, parameters, title, config } = await assess(called ?? LOOSE, files, async (path) =>
    text(await files.get(path)!.read()),
  );
  // Detect a clone without its large files now: reading a pointer fails with instructions.
  for (const path of candidate.variants.flatMap(({ model, data }) => [model, ...data])) {
    if (files.get(path)!.bytes < MAX_POINTER_BYTES) await files.get(path)!.read();
  }
  const shown = (path: string) => `“${path.replace(/\/$/, "") || name}”`;
  const notes =
    others.length === 0
      ? []
      : [
          `${name} holds ${others.length + 1} models. This is the one in ${shown(folder)}; to add ` +
            `${others.slice(0, 3).map(shown).join(", ")}${others.length > 3 ? " and others" : ""}, give that folder alone.`,
        ];
  return {
    ...candidate,
    license,
    parameters,
    name: called ?? statedName(title, config) ?? LOOSE,
    notes,
    origin: { kind: "local", name: called === null ? `${files.size} files` : name },
    source: { kind: "local", files },
  };
}

/** Facts from a model's small files. */
interface Assessed {
  candidate: Pick<Candidate, "facts" | "variants" | "needed" | "newestText">;
  license: string | null;
  parameters: number | null;
  title: string | null;
  config: unknown;
}

/**
 * Collects what is needed to add a model, from its list of files and the small ones among them, its card included.
 * @param name its name in errors; @param read returns a file of the list as text
 * Throws an UnsupportedModelError, or what `read` throws.
 */
async function assess(
  name: string,
  files: ReadonlyMap<string, { bytes: number }>,
  read: (path: string) => Promise<string>,
): Promise<Assessed> {
  const fail = (problem: string) => new UnsupportedModelError(name, `${name} ${problem}`);
  const json = async (path: (typeof SMALL_FILES)[number]): Promise<unknown> => {
    const file = files.get(path);
    if (!file) return null;
    if (file.bytes > MAX_SMALL_BYTES) {
      const size = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
      throw fail(
        `has a ${path} of ${size(file.bytes)}; this page reads such files up to ${size(MAX_SMALL_BYTES)}. Choose a model with fewer words.`,
      );
    }
    const written = await read(path);
    try {
      return JSON.parse(written);
    } catch {
      throw fail(`has a ${path} that is not JSON: it may be cut short. Fetch or save it again.`);
    }
  };
  const [config, tokenizer, settings, generation] = await Promise.all(SMALL_FILES.map(json));
  if (config === null) throw fail("has no config.json. A model needs config.json, tokenizer.json and an ONNX file.");
  if (tokenizer === null) throw fail(`has no tokenizer.json. ${savingAdvice(name)}`);
  const facts = languageModelFacts({ config, tokenizer, settings, generation, template: files.has(TEMPLATE) }, name);
  const causal = facts.causal !== undefined;
  const variants = weightsFilesOf(new Map([...files].map(([path, { bytes }]) => [path, bytes])), causal);
  if (variants.length === 0) {
    throw fail("has no ONNX file. Export it to ONNX first, for instance with Optimum, or choose another model.");
  }
  const readable = (files.get(CARD)?.bytes ?? Number.POSITIVE_INFINITY) <= MAX_SMALL_BYTES;
  const { title, license, parameters, newestText } = readModelCard(readable ? await read(CARD) : "");
  return {
    candidate: {
      facts,
      variants,
      needed: [...SMALL_FILES, ...(causal ? [TEMPLATE] : [])].filter((path) => files.has(path)),
      newestText: newestText !== null && yearSpan(newestText) ? newestText : null,
    },
    license: license?.slice(0, LONGEST_LICENSE) ?? null,
    parameters,
    title,
    config,
  };
}

const text = (content: ArrayBuffer): string => new TextDecoder().decode(content);
