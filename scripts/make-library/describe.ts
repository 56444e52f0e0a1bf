/** The manifest's facts about the models, read from their files and cards; unknown if they do not say. */
import { scaledConstraint } from "../../src/library/manifest/constraints.ts";
import type { ConstraintInfo } from "../../src/library/manifest/manifest.ts";
import { ageInYears } from "../../src/library/manifest/recency.ts";
import { FolderError, type LibraryFolder, type ModelFolder } from "./folder.ts";
import type { MeasuredPrompt } from "./losses.ts";
import { MAP } from "./route.ts";
import { EMBEDDINGS, PROMPTS } from "./tables.ts";

/** Longest sequence of a router whose config.json does not specify it. */
const USUAL_TOKENS = 512;

export interface Description {
  maxTokens: number;
  /** The manifest except for its files. @param stateSize length of a router state */
  manifest: (stateSize: number) => Record<string, unknown>;
  /** Notes for the owner. */
  notes: string[];
}

/** Throws a FolderError if something that a library needs is not specified anywhere. */
export function describeLibrary(
  { tokenizer, router, experts }: LibraryFolder,
  prompts: readonly MeasuredPrompt[],
  name: string,
  today = new Date(),
): Description {
  const created = today.toISOString().slice(0, 10);
  const domains = domainsOf(prompts);
  const allParts = domains.flatMap(({ parts }) => parts.map(({ id }) => id));
  const notes: string[] = [];
  const parameters = new Map(experts.map((expert) => [expert.id, parametersOf(expert)]));
  const constraints: ConstraintInfo[] = [
    scaledConstraint(
      {
        id: "size",
        label: "Size",
        unit: "parameters",
        scale: "log",
        description: "Number of weights.",
        measured: "as the model cards state",
      },
      parameters,
    ),
  ];
  const ages = new Map(experts.map(({ id, card }) => [id, ageInYears(card.newestText, created)]));
  if ([...ages.values()].some((age) => !Number.isNaN(age))) {
    const description = "Age of the newest text that the expert saw.";
    constraints.push(
      scaledConstraint(
        {
          id: "recency",
          label: "Recency",
          unit: "years old",
          scale: "linear",
          description,
          measured: "from the model cards; a year counts from its middle",
        },
        ages,
      ),
    );
  } else notes.push("No model card states a newest_text: there is no recency constraint.");
  const unlicensed = experts.filter(({ card }) => card.license === null).map(({ id }) => id);
  if (unlicensed.length > 0) notes.push(`No licence is stated for ${unlicensed.join(", ")}.`);

  const maxTokens = positive(router.config.max_position_embeddings) ?? USUAL_TOKENS;
  return {
    maxTokens,
    notes,
    manifest: (stateSize) => ({
      schemaVersion: 1,
      id: identifier(name),
      name,
      description: router.card.description ?? `${experts.length} experts and a router.`,
      created,
      tokenizer,
      domains,
      experts: experts.map(({ id, folder, model, bytes, config, card }) => {
        const parts = (card.parts ?? []).filter((part) => allParts.includes(part));
        return {
          id,
          label: card.title ?? id,
          description: card.description ?? "",
          parts,
          generalist: parts.length === allParts.length,
          size: String(config.model_type ?? ""),
          layers: positive(config.num_hidden_layers) ?? positive(config.n_layers) ?? 0,
          hidden: positive(config.hidden_size) ?? positive(config.dim) ?? 0,
          parameters: parameters.get(id),
          bytes,
          newestText: card.newestText,
          ...(card.license === null ? {} : { license: card.license }),
          model,
          folder,
        };
      }),
      constraints,
      router: {
        folder: router.folder,
        model: router.model,
        parameters: router.card.parameters ?? 0,
        bytes: router.bytes,
        hidden: stateSize,
        maxTokens,
        experts: experts.map(({ id }) => id),
        outputs: { losses: "losses", state: "state" },
      },
      benchmark: {
        prompts: PROMPTS,
        embeddings: EMBEDDINGS,
        rows: prompts.length,
        kinds: counts(prompts.map(({ kind }) => kind)),
        embeddingSize: stateSize,
        map: MAP,
      },
    }),
  };
}

function parametersOf({ id, folder, card }: ModelFolder): number {
  if (card.parameters !== null && card.parameters > 0) return card.parameters;
  throw new FolderError(
    `${folder}/README.md does not say how many parameters ${id} has. Add “parameters: 1234567” to its metadata.`,
  );
}

function domainsOf(
  prompts: readonly MeasuredPrompt[],
): { id: string; label: string; parts: { id: string; label: string }[] }[] {
  const parts = new Map<string, Set<string>>();
  for (const { domain, part } of prompts) parts.set(domain, (parts.get(domain) ?? new Set()).add(part));
  return [...parts].map(([id, inside]) => ({
    id,
    label: id,
    parts: [...inside].map((part) => ({ id: part, label: part })),
  }));
}

function counts(values: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const value of values) found[value] = (found[value] ?? 0) + 1;
  return found;
}

/** A name as an id. */
const identifier = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\w.-]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 64) || "library";

const positive = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
