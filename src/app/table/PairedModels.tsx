import { useState } from "react";
import { pairedModels } from "../../analysis/table/datasetTable.ts";
import { estimated, score4 } from "../../analysis/table/reportTables.ts";
import type { TableReport } from "../../core/evaluation/tableReport.ts";
import { pairedDifference } from "../../core/stats/pairedDifference.ts";
import type { Library } from "../../library/load.ts";
import { Choice } from "../ui/Choice.tsx";

interface PairedModelsProps {
  library: Library;
  rows: Int32Array;
  report: TableReport;
  names: readonly string[];
}

/** Two models on the same prompts: the mean difference of their scores, and how often each wins. */
export function PairedModels({ library, rows, report, names }: PairedModelsProps) {
  const ranked = report.models
    .flatMap((policy, column) => (policy ? [{ column, score: policy.score.value }] : []))
    .sort((a, b) => b.score - a.score)
    .map(({ column }) => column);
  const [first, setFirst] = useState<number | null>(null);
  const [second, setSecond] = useState<number | null>(null);
  const [a, b] = [first ?? ranked[0], second ?? ranked[1]];
  if (a === undefined || b === undefined) return null;
  const options = ranked.map((column) => ({ value: String(column), label: names[column]! }));
  const paired = pairedModels(library, rows, a, b);
  const { mean, low, high } = pairedDifference(paired.a, paired.b);
  const sure = low > 0 || high < 0 ? "" : "; zero lies inside the interval";
  return (
    <section aria-label="Difference of two models">
      <h3>Difference of two models</h3>
      <Choice label="Model" value={String(a)} options={options} onChange={(value) => setFirst(Number(value))} />{" "}
      <Choice label="minus" value={String(b)} options={options} onChange={(value) => setSecond(Number(value))} />
      <p role="status">
        {estimated({ value: mean, interval: [low, high] }, score4)}: better on {paired.wins} prompts, the same on{" "}
        {paired.ties}, worse on {paired.losses}
        {sure}.
      </p>
    </section>
  );
}
