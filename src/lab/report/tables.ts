/** Tables of a report, as rows of text. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import { withCommas } from "../../core/withCommas.ts";
import { type Comparison, type Judged, LABEL } from "../judge/judge.ts";
import type { LabResult } from "../run/runLab.ts";
import { digits, percent, signed } from "./verdict.ts";

export interface TextTable {
  title: string;
  head: string[];
  rows: string[][];
}

const plain = ({ value, interval }: Estimate, write = digits): string =>
  `${write(value)} [${interval.map((one) => write(one)).join(", ")}]`;

interface Column {
  name: string;
  cell: (router: Judged) => string;
}

function columnsOf({ routers }: Comparison): Column[] {
  const [any] = routers;
  const columns: Column[] = [
    { name: "Router", cell: ({ id }) => id },
    { name: "Score at λ = 0", cell: ({ score }) => plain(score) },
    { name: "Over best single", cell: ({ gain }) => signed(gain) },
    { name: "Gap closed", cell: ({ gapClosed }) => plain(gapClosed, percent) },
    {
      name: "Commonest model",
      cell: ({ commonest }) => `${commonest.model} ${plain(commonest.share, percent)}`,
    },
  ];
  const label = routers.some(({ id }) => id === LABEL);
  const orNone = (estimate: Estimate | null | undefined, write: (one: Estimate) => string) =>
    estimate ? write(estimate) : "";
  if (label) columns.push({ name: "Over data-set label", cell: ({ overLabel }) => orNone(overLabel, signed) });
  if (any?.curve) {
    columns.push(
      { name: "Over random mix at its cost", cell: ({ overMix }) => orNone(overMix, signed) },
      { name: "AIQ", cell: ({ curve }) => orNone(curve?.aiq, (one) => plain(one)) },
      { name: "AIQ over hull", cell: ({ curve }) => orNone(curve?.overHull, signed) },
    );
    if (label) columns.push({ name: "AIQ over label", cell: ({ curve }) => orNone(curve?.overLabel, signed) });
    columns.push(
      { name: "Saving at 99%", cell: ({ curve }) => orNone(curve?.saving99, (one) => plain(one, percent)) },
      { name: "Saving at 95%", cell: ({ curve }) => orNone(curve?.saving95, (one) => plain(one, percent)) },
    );
  }
  if (any?.two) {
    columns.push(
      { name: "APGR", cell: ({ two }) => plain(two!.apgr) },
      { name: "CPT 50%", cell: ({ two }) => plain(two!.cpt50, percent) },
      { name: "CPT 80%", cell: ({ two }) => plain(two!.cpt80, percent) },
    );
  }
  return columns;
}

/** Routers, then what they are compared with. */
export function routersCompared(comparison: Comparison): TextTable {
  const columns = columnsOf(comparison);
  const reference = (name: string, score: Estimate, aiq: Estimate | null = null) =>
    columns.map((column, k) => {
      if (k === 0) return name;
      if (k === 1) return plain(score);
      return aiq && column.name === "AIQ" ? plain(aiq) : "";
    });
  return {
    title: "Routers compared",
    head: columns.map(({ name }) => name),
    rows: [
      ...comparison.routers.map((router) => columns.map(({ cell }) => cell(router))),
      reference(`best single: ${comparison.best.model}`, comparison.best.score, comparison.hullAiq),
      reference("random model", comparison.random),
      reference("oracle", comparison.oracle),
    ],
  };
}

/** Everything else that was measured: one table for each. */
export function otherTables(result: LabResult): TextTable[] {
  const tables: TextTable[] = [];
  const gains = (title: string, list: LabResult["byDataset"]) => {
    if (list.length === 0) return;
    tables.push({
      title,
      head: ["Data set", "Prompts", "Score", "Best single", "Difference", "Part of the whole difference"],
      rows: list.map(({ dataset, prompts, score, best, gain, part }) => [
        dataset,
        `${prompts}`,
        digits(score),
        digits(best),
        signed(gain),
        digits(part),
      ]),
    });
  };
  gains(`Where the difference of “${result.entry.headline}” comes from`, result.byDataset);
  if (result.leftOut) {
    gains(
      `Each data set routed by what was learnt on the others: ${signed(result.leftOut.comparison.routers[0]!.gain)} in all`,
      result.leftOut.byDataset,
    );
  }
  if (result.learningCurve.length > 0) {
    tables.push(
      withoutEmptyColumns({
        title: `Learning curve of “${result.entry.headline}”`,
        head: ["Prompts learnt from", "Score at λ = 0", "Over best single", "AIQ", "APGR"],
        rows: result.learningCurve.map(({ prompts, judged }) => [
          `${prompts}`,
          plain(judged.score),
          signed(judged.gain),
          judged.curve ? plain(judged.curve.aiq) : "",
          judged.two ? plain(judged.two.apgr) : "",
        ]),
      }),
    );
  }
  if (result.robustness.length > 0) {
    tables.push({
      title: "Choices that flip when a prompt is put a little differently",
      head: ["Router", ...result.robustness[0]!.shares.map(({ id }) => id), "of prompts"],
      rows: result.robustness.map(({ router, prompts, shares }) => [
        router,
        ...shares.map(({ share }) => percent(share)),
        withCommas(prompts),
      ]),
    });
  }
  if (result.predictedCosts) {
    const { error, errorOfMeans } = result.predictedCosts;
    const perThousand = (dollars: number) => (1_000 * dollars).toPrecision(4);
    tables.push({
      title: "How far off predicted costs are",
      head: ["Cost of a call", "Mean absolute error, US dollars per 1,000 calls"],
      rows: [
        [`predicted as “${result.entry.headline}” predicts scores`, perThousand(error)],
        ["the model's mean cost on the other folds", perThousand(errorOfMeans)],
      ],
    });
  }
  return tables;
}

/** Tables without costs have no AIQ, and only those of two models an APGR. */
function withoutEmptyColumns({ title, head, rows }: TextTable): TextTable {
  const filled = (_: string, k: number) => rows.some((row) => row[k] !== "");
  return { title, head: head.filter(filled), rows: rows.map((row) => row.filter(filled)) };
}

/** GitHub's Markdown. */
export function markdownTable({ title, head, rows }: TextTable): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/[\\|]/g, "\\$&").replace(/\s+/g, " ")).join(" | ")} |`;
  return [`## ${title}`, "", line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Columns side by side, for a terminal. */
export function terminalTable({ title, head, rows }: TextTable): string {
  const widths = head.map((name, k) => Math.max(name.length, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => cell.padEnd(widths[k]!))
      .join("  ")
      .trimEnd();
  return [title, line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
