/** The report of a run, as JSON and as Markdown. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import type { LabTable } from "../fit/labTable.ts";
import type { Judged } from "../judge/judge.ts";
import type { LabResult } from "../run/runLab.ts";
import { markdownTable, otherTables, routersCompared } from "./tables.ts";
import { verdict } from "./verdict.ts";

/** A number with its 95% interval; null where it is not defined. */
type Figure = [value: number | null, low: number | null, high: number | null];

export interface LabReport {
  schemaVersion: 1;
  table: {
    name: string;
    sha256: string;
    asked: number;
    prompts: number;
    models: string[];
    datasets: number;
    commonLines: number;
  };
  folds: number[];
  seed: number;
  features: string[];
  headline: string;
  verdict: string;
  bestSingle: { model: string; score: Figure };
  oracle: Figure;
  random: Figure;
  hullAiq: Figure | null;
  routers: ReportedRouter[];
  members: { id: string; setting: string; settings: number[] }[];
  byDataset: { dataset: string; prompts: number; score: number; best: number; gain: Figure; part: number }[];
  robustness: LabResult["robustness"];
  learningCurve: {
    share: number;
    prompts: number;
    score: Figure;
    gain: Figure;
    aiq: Figure | null;
    apgr: Figure | null;
  }[];
  leftOut: { gain: Figure; byDataset: LabReport["byDataset"] } | null;
  costError: { ofHeads: number; ofMeans: number } | null;
}

export interface ReportedRouter {
  id: string;
  score: Figure;
  cost: Figure | null;
  gain: Figure;
  overMix: Figure | null;
  overLabel: Figure | null;
  gapClosed: Figure;
  commonest: { model: string; share: Figure };
  curve: { aiq: Figure; overHull: Figure; overLabel: Figure | null; saving99: Figure; saving95: Figure } | null;
  two: { apgr: Figure; cpt50: Figure; cpt80: Figure } | null;
}

/** @param source the table's name and the SHA-256 of its file */
export function reportOf(
  table: LabTable,
  result: LabResult,
  { name, sha256, seed }: { name: string; sha256: string; seed: number },
): LabReport {
  const { comparison, entry, leftOut } = result;
  return {
    schemaVersion: 1,
    table: {
      name,
      sha256,
      asked: table.asked,
      prompts: table.texts.length,
      models: table.models,
      datasets: new Set(table.datasets).size,
      commonLines: table.cleaner.common.size,
    },
    folds: result.folds.sizes,
    seed,
    features: [...new Set(entry.members.map(({ feature }) => feature.id))],
    headline: entry.headline,
    verdict: verdict(comparison, entry.headline),
    bestSingle: { model: comparison.best.model, score: figure(comparison.best.score) },
    oracle: figure(comparison.oracle),
    random: figure(comparison.random),
    hullAiq: orNull(comparison.hullAiq),
    routers: comparison.routers.map(reported),
    members: entry.members.map(({ id, head }, m) => ({
      id,
      setting: head.settingName,
      settings: result.members[m]!.settings,
    })),
    byDataset: gains(result.byDataset),
    robustness: result.robustness,
    learningCurve: result.learningCurve.map(({ share, prompts, judged }) => ({
      share,
      prompts,
      score: figure(judged.score),
      gain: figure(judged.gain),
      aiq: orNull(judged.curve?.aiq),
      apgr: orNull(judged.two?.apgr),
    })),
    leftOut: leftOut && { gain: figure(leftOut.comparison.routers[0]!.gain), byDataset: gains(leftOut.byDataset) },
    costError: result.predictedCosts && {
      ofHeads: result.predictedCosts.error,
      ofMeans: result.predictedCosts.errorOfMeans,
    },
  };
}

/** The same for readers. */
export function markdownOf(report: LabReport, result: LabResult): string {
  const { table } = report;
  const left = table.asked - table.prompts;
  const facts = [
    `${table.prompts} prompts, ${table.models.length} models${table.datasets > 1 ? `, ${table.datasets} data sets` : ""}.`,
    ...(left > 0 ? [`${left} prompts with a missing score or cost were left out.`] : []),
    ...(table.commonLines > 0
      ? [
          table.commonLines === 1
            ? "A line that many prompts share was taken out of the texts."
            : `${table.commonLines} lines that many prompts share were taken out of the texts.`,
        ]
      : []),
    `Folds by the prompts' keys: ${report.folds.join(", ")} prompts.`,
    "In brackets: 95% intervals.",
  ];
  if (report.costError) {
    facts.push(
      `Mean absolute error of predicted costs: ${report.costError.ofHeads.toPrecision(4)}; of the models' mean costs: ${report.costError.ofMeans.toPrecision(4)}.`,
    );
  }
  return [
    `# Routers trained on ${table.name.replace(/[\\`*_[\]<>|#\n]/g, " ")}`,
    report.verdict,
    facts.join(" "),
    markdownTable(routersCompared(result.comparison)),
    ...otherTables(result).map(markdownTable),
  ]
    .join("\n\n")
    .concat("\n");
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
const figure = ({ value, interval: [low, high] }: Estimate): Figure => [known(value), known(low), known(high)];
const orNull = (estimate: Estimate | null | undefined): Figure | null => (estimate ? figure(estimate) : null);

const gains = (list: LabResult["byDataset"]): LabReport["byDataset"] =>
  list.map(({ gain, ...rest }) => ({ ...rest, gain: figure(gain) }));

function reported({
  id,
  score,
  cost,
  gain,
  overMix,
  overLabel,
  gapClosed,
  commonest,
  curve,
  two,
}: Judged): ReportedRouter {
  return {
    id,
    score: figure(score),
    cost: orNull(cost),
    gain: figure(gain),
    overMix: orNull(overMix),
    overLabel: orNull(overLabel),
    gapClosed: figure(gapClosed),
    commonest: { model: commonest.model, share: figure(commonest.share) },
    curve: curve && {
      aiq: figure(curve.aiq),
      overHull: figure(curve.overHull),
      overLabel: orNull(curve.overLabel),
      saving99: figure(curve.saving99),
      saving95: figure(curve.saving95),
    },
    two: two && { apgr: figure(two.apgr), cpt50: figure(two.cpt50), cpt80: figure(two.cpt80) },
  };
}
