/** @file For tests: docs/families.md. */
import { architectureOf, type Family, texts } from "./fixture.ts";
import type { Measured } from "./measureFamily.ts";
import { REFUSED, refusalOf } from "./refused.ts";

/** The tokenizers by their folder. */
const KINDS: Readonly<Record<string, string>> = {
  "wordpiece-uncased": "WordPiece, lower case, accents removed (BERT)",
  "wordpiece-cased": "WordPiece, cased (BERT)",
  "bytes-roberta": "byte-level BPE, `<mask>` takes the blank before it (RoBERTa)",
  "bytes-modernbert": "byte-level BPE after NFC, `[MASK]` takes the blank before it (ModernBERT, DeBERTa)",
  "word-ends-xlm": "BPE with `</w>`, lower case, the mask is `<special1>` (XLM)",
  "unigram-xlm-roberta": "Unigram, SentencePiece's character map, Metaspace in its older keys (XLM-R)",
  "unigram-albert": "Unigram, folds quotes, accents and case, then the character map (ALBERT)",
  "unigram-deberta": "Unigram, strips ends and double blanks (DeBERTa v3)",
  "unigram-byte-fallback": "Unigram with byte fallback",
};

/** Python's figures have six decimals, and engines differ below. */
const FINEST = -6;

export function familiesPage(rows: ReadonlyMap<Family, Measured>): string {
  return `# Families of masked language models

\`npm run families\` writes this page, and a unit test fails when it is not true any more. Each row is a tiny model with random weights of one
architecture, exported to ONNX as the Hub has it, with a tokenizer of one of the real kinds, trained on this project's own texts
(\`models/recipe/fixture_families\`). It goes through the code of the app's worker, with transformers.js and the WASM runtime, and through
ONNX Runtime and \`tokenizers\` for Python. Compared are:

* *tokens*: the ids of ${texts.tokenized.length} texts: accents, ligatures, full width, Chinese, Cyrillic, emoji, code, special tokens typed as text;
* *fills*: the five most probable tokens for each mask of ${texts.masked.length} texts, and the largest difference of a probability;
* *loss*: which words of ${texts.measured.length} texts are read and count, one of the texts being longer than the models read, and the largest difference of
  the loss, in nats per character. The bound is 10⁻³.

| family | architecture in config.json | tokenizer | looked up, opened | tokens | fills | loss |
| --- | --- | --- | --- | --- | --- | --- |
${[...rows].map(([family, measured]) => row(family, measured)).join("\n")}

The tokenizers:

${Object.entries(KINDS)
  .map(([name, kind]) => `* \`${name}\`: ${kind}`)
  .join("\n")}

transformers.js names the families down to XLM, and NeoBERT, which the version of \`transformers\` that makes these models does not have. All
others are run by the same code, since they take and give the same. \`longformer\` is RoBERTa's file with Longformer's configuration, because
Longformer does not export; neither do FNet and Funnel. All figures are of weights in fp32: 8-bit weights with dynamic quantisation round
activations, by engine, decoders by about 0.1 nats per token. Measure those where they will be used.

## Refused when they are looked up

| model | what the page says |
| --- | --- |
${REFUSED.map((refused) => `| ${refused.what} | ${refusalOf(refused)} |`).join("\n")}

Files that do not fit are refused when they are opened: one text length, inputs that are not ids, logits of another shape
(\`src/workers/customExperts/model/graph.test.ts\`).
`;
}

function row(family: Family, { failure, tokens, words, fills, probability, loss }: Measured): string {
  const same = (count: number | null) => (count === null ? "–" : count === 0 ? "same" : `${count} differ`);
  const cells = [
    family.name,
    architectureOf(family) || "not stated",
    `\`${family.tokenizer}\``,
    failure ?? "yes",
    same(tokens),
    `${same(fills)}, ${bound(probability)}`,
    `${same(words)} words, ${bound(loss)}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The next power of ten. */
function bound(difference: number | null): string {
  if (difference === null) return "–";
  return `≤ 1e${Math.max(FINEST, Math.ceil(Math.log10(Math.max(difference, 1e-12))))}`;
}
