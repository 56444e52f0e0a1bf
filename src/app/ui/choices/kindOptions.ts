import { HEADLINE_KIND, promptKinds } from "../../../analysis/rows/benchmarkRows.ts";
import { isTable } from "../../../analysis/table/reportQuestion.ts";
import { withCommas } from "../../../core/withCommas.ts";
import { LEFT_OUT } from "../../../library/evaluationTable/edits/tableEdits.ts";
import type { Library } from "../../../library/load.ts";
import { ANY_KIND } from "../../../state/view/selection.ts";

/** Names of the kinds of prompts, where the id is not self-explanatory. */
const LABELS: Readonly<Record<string, string>> = {
  [HEADLINE_KIND]: "windows",
  "held-out": "held-out sources",
  short: "short (8–32 tokens)",
  mixture: "two domains mixed",
  "held-out-short": "short, of held-out sources",
  typed: "typed, of held-out sources",
  [LEFT_OUT]: "left out by you",
  [ANY_KIND]: "all kinds",
};

/** A table's prompts are no windows of a text. */
const OF_TABLE: Readonly<Record<string, string>> = { [HEADLINE_KIND]: "that count", [ANY_KIND]: "all" };

/** What to pick a library's kinds of benchmark prompts from, with the number of prompts of each; the picked kind is among them. */
export function kindOptions(library: Library, kind: string = HEADLINE_KIND): { value: string; label: string }[] {
  const kinds = promptKinds(library);
  const all = { id: ANY_KIND, prompts: library.benchmark.rows };
  // A link may name a kind that this library does not have; it must be visible to be removed.
  const known = kinds.length > 1 ? [...kinds, all] : kinds;
  const options = known.some(({ id }) => id === kind) ? known : [...known, { id: kind, prompts: 0 }];
  const labels = isTable(library) ? { ...LABELS, ...OF_TABLE } : LABELS;
  return options.map(({ id, prompts }) => ({ value: id, label: `${labels[id] ?? id}, ${withCommas(prompts)}` }));
}
