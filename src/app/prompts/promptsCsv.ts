import { promptFacts } from "../../analysis/rows/promptRows.ts";
import type { Library } from "../../library/load.ts";
import { single, toCsv } from "../export/csv.ts";

const HEAD = ["id", "kind", "domain", "part", "source", "tokens", "map x", "map y"];
const FIGURES = [
  "chosen expert",
  "predicted loss",
  "loss",
  "best expert",
  "best loss",
  "experts within 0.05 of the best",
  "regret",
];

/** The table in its current order: ids and figures, losses in nats per token. */
export function promptsCsv(library: Library, rows: Int32Array, choices: Int32Array, lost: Float32Array): string {
  const { x, y } = library.benchmark;
  const idOf = (expert: number) => library.expertIds[expert] ?? "";
  return toCsv(
    [...HEAD, ...FIGURES],
    Array.from(rows, (row) => {
      const facts = promptFacts(library, choices, lost, row);
      const chosen = [idOf(facts.expert), single(facts.predicted), single(facts.loss)];
      const best = [idOf(facts.bestExpert), single(facts.bestLoss), facts.right];
      const place = [single(x[row]!), single(y[row]!)];
      return [
        facts.id,
        facts.kind,
        facts.domain,
        facts.part,
        facts.source,
        facts.tokens,
        ...place,
        ...chosen,
        ...best,
        single(facts.regret),
      ];
    }),
  );
}
