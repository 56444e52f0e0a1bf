import { useState } from "react";
import { estimated, score4 } from "../../analysis/table/figureFormats.ts";
import type { PairedModels as Paired } from "../../core/evaluation/pairedModels.ts";
import type { TableReport } from "../../core/evaluation/tableReport.ts";
import type { Library } from "../../library/load.ts";
import { Choice } from "../ui/choices/Choice.tsx";
import { usePairedModels } from "./usePairedModels.ts";

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
  const { value, problem } = usePairedModels(library, rows, a ?? 0, b ?? 0);
  if (a === undefined || b === undefined) return null;
  const options = ranked.map((column) => ({ value: String(column), label: names[column]! }));
  return (
    <section className="paired-models" aria-label="Difference of two models">
      <h3>Difference of two models</h3>
      <Choice label="Model" value={String(a)} options={options} onChange={(value) => setFirst(Number(value))} />{" "}
      <Choice label="minus" value={String(b)} options={options} onChange={(value) => setSecond(Number(value))} />
      <p role="status">{problem ?? (value ? told(value) : "Computing the difference…")}</p>
    </section>
  );
}

/** As tall as it is, before there are models to choose: laid out, never shown. */
export function PairedRoom({ names }: { names: readonly string[] }) {
  const options = names.map((label) => ({ value: label, label }));
  return (
    <section className="paired-models">
      <h3>Difference of two models</h3>
      <Choice label="Model" value={names[0] ?? ""} options={options} onChange={() => {}} />{" "}
      <Choice label="minus" value={names[1] ?? ""} options={options} onChange={() => {}} />
      <p>Computing the difference…</p>
    </section>
  );
}

function told({ difference, wins, ties, losses }: Paired): string {
  const [low, high] = difference.interval;
  const sure = low > 0 || high < 0 ? "" : "; zero lies inside the interval";
  return `${estimated(difference, score4)}: better on ${wins} prompts, the same on ${ties}, worse on ${losses}${sure}.`;
}
