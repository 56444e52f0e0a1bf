/** The models of a library's folder, in the Hugging Face layout. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ModelCard, readModelCard } from "../../src/library/hub/modelCard.ts";

/** What is wrong with the folder, in a sentence for its owner. */
export class FolderError extends Error {}

export interface ModelFolder {
  id: string;
  /** Relative to the library's folder. */
  folder: string;
  model: string;
  bytes: number;
  config: Record<string, unknown>;
  card: ModelCard;
}

export interface LibraryFolder {
  tokenizer: string;
  router: ModelFolder;
  /** In the order of the router's outputs. */
  experts: ModelFolder[];
}

/** Weights in order of preference: smaller ones first, but only formats without extra files. */
const WEIGHTS = [
  "model_q4.onnx",
  "model_int8.onnx",
  "model_q8f16.onnx",
  "model_quantized.onnx",
  "model_uint8.onnx",
  "model_fp16.onnx",
  "model.onnx",
];

const NEEDS_ROUTER =
  "A library needs a router: router/config.json whose id2label names the experts in the order of the outputs, and " +
  "router/onnx/model.onnx with the inputs input_ids and attention_mask and the outputs losses [batch, experts] and state " +
  "[batch, hidden]. The recipe in models/recipe trains one. Figures without a router can be explored too: drop the table of " +
  "losses onto the explorer.";

/** Finds tokenizer, router and experts. Throws a FolderError. */
export function readFolder(root: string): LibraryFolder {
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new FolderError(`${root} is not a folder.`);
  if (!existsSync(join(root, "router", "config.json"))) throw new FolderError(NEEDS_ROUTER);
  const router = readModel(root, "router", "router");
  const labels = router.config.id2label;
  if (typeof labels !== "object" || labels === null)
    throw new FolderError(`router/config.json has no id2label. ${NEEDS_ROUTER}`);
  const ids = Object.entries(labels)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, id]) => String(id));
  const home = existsSync(join(root, "experts")) ? "experts" : "";
  const experts = ids.map((id) => {
    const folder = home ? `${home}/${id}` : id;
    if (existsSync(join(root, folder, "config.json"))) return readModel(root, folder, id);
    throw new FolderError(`${folder}/config.json is missing, but the router's config.json names the expert “${id}”.`);
  });
  const others = readdirSync(join(root, home))
    .filter((name) => existsSync(join(root, home, name, "config.json")))
    .filter((name) => name !== "router" && !ids.includes(name));
  if (others.length > 0) {
    throw new FolderError(
      `The router has no output for ${others.join(", ")}: train it anew, or move these models elsewhere.`,
    );
  }
  return { tokenizer: findTokenizer(root, experts), router, experts };
}

/** All models of a library must read the same tokens; otherwise their losses are not comparable. */
function findTokenizer(root: string, experts: readonly ModelFolder[]): string {
  const own = experts.map(({ folder }) => `${folder}/tokenizer.json`);
  const found = ["tokenizer/tokenizer.json", "tokenizer.json", "router/tokenizer.json", ...own].filter((path) =>
    existsSync(join(root, path)),
  );
  const [tokenizer, ...others] = found;
  if (tokenizer === undefined) throw new FolderError("tokenizer/tokenizer.json is missing.");
  const vocabulary = (path: string): string => JSON.stringify(readJson(root, path).model);
  const other = others.find((path) => vocabulary(path) !== vocabulary(tokenizer));
  if (other === undefined) return tokenizer;
  throw new FolderError(
    `${other} is another tokenizer than ${tokenizer}. The experts of a library share one, so that their losses are comparable; a model ` +
      "with a tokenizer of its own is added as a single expert in the explorer.",
  );
}

function readModel(root: string, folder: string, id: string): ModelFolder {
  const config = readJson(root, `${folder}/config.json`);
  const found = ["onnx/", ""]
    .flatMap((inner) => WEIGHTS.map((name) => `${folder}/${inner}${name}`))
    .filter((path) => existsSync(join(root, path)));
  const model = found.find(
    (path) => !existsSync(join(root, `${path}_data`)) && !existsSync(join(root, `${path}.data`)),
  );
  if (model === undefined) {
    throw new FolderError(
      found.length > 0
        ? `${found[0]} keeps its weights in a second file. Export it in one piece, below 2 GB.`
        : `${folder}/onnx/ holds none of ${WEIGHTS.join(", ")}. Export the model to ONNX first.`,
    );
  }
  const cardFile = join(root, folder, "README.md");
  const card = readModelCard(existsSync(cardFile) ? readFileSync(cardFile, "utf8") : "");
  return { id, folder, model, bytes: statSync(join(root, model)).size, config, card };
}

function readJson(root: string, path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(join(root, path), "utf8"));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new FolderError(`${path} is not valid JSON.`, { cause });
  }
  throw new FolderError(`${path} is no JSON object.`);
}
