import type { TextInput } from "../onnx/routerModel.ts";
import type { TrainedRouter } from "../router/trainedRouter.ts";

type Figure = [number | null, number | null, number | null];

/**
 * The README of a downloaded router: what it is, what was measured, how it is used.
 * @param texts features read from a text's tokens @param lambda used where a call does not name one
 */
export function readmeOf(
  { name, models, members, report, meanCosts, encoders, id }: TrainedRouter,
  texts: readonly TextInput[],
  lambda = 0,
): string {
  const { table } = report;
  const own = report.routers.find((router) => router.id === name);
  const features = [...new Set(members.map(({ feature }) => feature))];
  const tokens = texts.length > 0;
  const given = features.filter(
    (feature) => feature !== "surface" && feature !== "tfidf" && !texts.some((text) => text.feature === feature),
  );
  const rows: [string, string][] = [
    ["Score at λ = 0", figure(own?.score)],
    ["Over the best single model", figure(own?.gain)],
    ["Gap to the oracle closed", figure(own?.gapClosed)],
    ...(own?.overMix ? ([["Over a random mix at its cost", figure(own.overMix)]] as [string, string][]) : []),
    ...(own?.curve
      ? ([
          ["AIQ", figure(own.curve.aiq)],
          ["AIQ over the single models' hull", figure(own.curve.overHull)],
          ["Saving at 99% of the best single model's score", figure(own.curve.saving99)],
        ] as [string, string][])
      : []),
    ...(own?.two ? ([["APGR", figure(own.two.apgr)]] as [string, string][]) : []),
    [`Best single model, ${plain(report.bestSingle.model)}`, figure(report.bestSingle.score)],
  ];
  return `# Router “${plain(name)}”

Chooses one of ${models.length} models for each prompt: ${models.map(plain).join(", ")}. Trained on “${plain(table.name)}”, ${table.prompts} prompts
(SHA-256 ${table.sha256}). Its id is \`${id}\`.

${plain(report.verdict)}

Measured on prompts that were not trained on, in five folds; in brackets 95% intervals. ${report.routers.length} routers were compared.

| | |
| --- | --- |
${rows.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}

The router in these files was fitted on all prompts of the table afterwards.

## Use

\`\`\`
pip install onnxruntime numpy${tokens ? " tokenizers" : ""}
python route.py "What is the sum of 2 and 3?"
npm install onnxruntime-web${tokens ? " @huggingface/tokenizers" : ""}
node route.mjs "What is the sum of 2 and 3?"
\`\`\`

In Python \`from route import Router\`, then \`Router().choose(text)\`; in JavaScript \`openRouter()\` of \`route.mjs\`. \`LiteLLMRouter\` of
\`route.py\` is a hook for LiteLLM's proxy: it sends calls for the model “router” where this router does.
${
  meanCosts
    ? `λ is in points of score per US dollar per 1,000 prompts; 0 asks for the best score whatever it costs. Where a call does not name one (\`lam=\`, \`--lambda\`), it is ${lambda}${lambda > 0 ? ", as in the page at the download" : ""}. Mean costs are in \`router.json\`.`
    : "The table has no costs, so that λ changes nothing."
}
${texts.map((text) => `\n${readsTokens(text, encoders[text.feature])}\n`).join("")}${
  given.length > 0
    ? `\nIt also reads ${given.map((feature) => `“${plain(feature)}”`).join(" and ")} of each prompt, which these files cannot compute: ${given.map((feature) => madeBy(encoders[feature])).join("; ")}. Pass the numbers as \`vectors\`.\n`
    : ""
}
## Files

* \`router.onnx\`: inputs are one prompt's features, the output is every model's predicted score. Double precision.
* \`router.json\`: models, costs, features, settings, folds, cleaning and all figures; its form is \`router.schema.json\` of the page.
* \`router.safetensors\`: the arrays that \`router.json\` names, for the page, which opens this zip again.
* \`route.py\`, \`route.mjs\`: scores become a choice; \`route_features\` beside each, and \`route_text.mjs\`: a text becomes features.
${tokens ? "* `tokenizer.json`: how a text becomes tokens, as the Hub's tokenizers write it.\n" : ""}`;
}

function readsTokens({ feature, apart }: TextInput, origin: unknown): string {
  const where = apart ? `It is \`${feature}.onnx\`, which runs first` : "It is part of `router.onnx`";
  return `It reads the feature “${plain(feature)}” from the text's tokens: ${madeBy(origin)}. ${where}.${rounds(origin) ? " Its weights of 8 bits round by the largest number of a text, which runtimes do a little differently: where two models are close, Python and browser may choose differently." : ""}`;
}

/** What made a feature, in words. */
function madeBy(origin: unknown): string {
  const { name, from, library, weights, sha256 } = (origin ?? {}) as Record<string, unknown>;
  const told = (value: unknown) => plain(String(value));
  if (sha256 === undefined) return "numbers that came with the table";
  const what =
    library === undefined
      ? `the encoder ${told(name)} (${told(from)}, ${told(weights)})`
      : "the state of the router of Tryage Explorer";
  return `${what}, SHA-256 ${told(sha256)}`;
}

const rounds = (origin: unknown): boolean => (origin as { rounded?: unknown } | undefined)?.rounded === true;

function figure(of: Figure | null | undefined): string {
  if (!of || of[0] === null) return "n/a";
  const text = (value: number | null) => (value === null ? "n/a" : value.toFixed(4));
  return `${text(of[0])} [${text(of[1])}, ${text(of[2])}]`;
}

/** Names come from the table. */
export const plain = (text: string): string =>
  text.replace(/[\\`*<>|#\r\n]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, " ").replace(/\](?=[(:[])/g, "] ");
