import { withCommas } from "../../core/withCommas.ts";
import type { LabOutcome } from "../../workers/lab/protocol.ts";
import { FigureTable } from "../table/FigureTable.tsx";
import { LearningChart } from "./LearningChart.tsx";

/** A table with more rows than this is folded. */
const MANY = 20;

/** A longer line is cut. */
const LONG_LINE = 200;

/** What came of the training: the verdict first, then the figures. */
export function LabResults({ outcome: { report, tables, test, commonLines } }: { outcome: LabOutcome }) {
  const [compared, ...others] = tables;
  return (
    <>
      <p className="lab-verdict" role="status" aria-label="Verdict">
        {report.verdict}
      </p>
      <p className="quiet">{factsOf(report)}</p>
      {commonLines.length > 0 && (
        <details className="lab-lines">
          <summary>Lines that were taken out</summary>
          <ul translate="no">
            {commonLines.map((line) => (
              <li key={line} dir="auto">
                {line.length > LONG_LINE ? `${line.slice(0, LONG_LINE)}…` : line}
              </li>
            ))}
          </ul>
          {commonLines.length < report.table.commonLines && (
            <p className="quiet">{report.table.commonLines - commonLines.length} more are not listed.</p>
          )}
        </details>
      )}
      <FigureTable table={compared!} />
      <Columns />
      {report.learningCurve.length > 1 && <LearningChart points={report.learningCurve} />}
      {test && (
        <section aria-label="Test table">
          <h3>On the test table</h3>
          {test.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {test.tables.map((table) => (
            <FigureTable key={table.title} table={table} />
          ))}
        </section>
      )}
      {others.map((table) => (
        <FigureTable key={table.title} table={table} folded={table.rows.length > MANY} />
      ))}
    </>
  );
}

function factsOf({ table, folds }: LabOutcome["report"]): string {
  const left = table.asked - table.prompts;
  return [
    `${withCommas(table.prompts)} prompts, ${table.models.length} models${table.datasets > 1 ? `, ${table.datasets} data sets` : ""}.`,
    left > 0 ? `${withCommas(left)} prompts with a missing score or cost were left out.` : "",
    table.commonLines > 0
      ? `Cleaning took out ${table.commonLines === 1 ? "a line" : `${withCommas(table.commonLines)} lines`} that many prompts share.`
      : "No lines were taken out of the texts.",
    `Folds of ${folds.map(withCommas).join(", ")} prompts.`,
    "In brackets: 95% bootstrap intervals over prompts; differences are paired by prompt.",
  ]
    .filter(Boolean)
    .join(" ");
}

const MEANINGS: readonly (readonly [string, string])[] = [
  [
    "Score at λ = 0",
    "mean score when each prompt goes to the model with the highest predicted score, whatever it costs",
  ],
  ["Over best single", "the same minus the score of the model that was best on the other folds"],
  ["Gap closed", "that difference as a part of what the oracle gains"],
  ["Commonest model", "the model that gets most prompts, and their share"],
  ["Over data-set label", "minus the score of a policy that knows only each prompt's data set"],
  [
    "Over random mix at its cost",
    "minus the score of drawing single models at random so that the same is paid on average",
  ],
  ["AIQ", "mean height of the cost curve's hull, from the cheapest to the dearest model's mean cost"],
  ["AIQ over hull", "minus that of the single models' hull, which random mixing reaches at the same cost"],
  ["Saving at 99%", "how much less the cheapest point with 99% of the best single model's score costs"],
  [
    "APGR",
    "of two models: mean share of their gap that is recovered as ever more prompts go to the stronger; 0.5 is chance",
  ],
  ["CPT 50%", "of two models: share of prompts that must go to the stronger to recover half of the gap"],
];

function Columns() {
  return (
    <details>
      <summary>What the columns mean</summary>
      <dl className="lab-meanings">
        {MEANINGS.map(([name, meaning]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
