import { type LossUnit, lossUnit } from "../../../analysis/lossUnit.ts";
import { type Words, wordsOf } from "../../../analysis/words.ts";
import type { RoutingScores } from "../../../core/metrics/metrics.ts";
import type { Manifest } from "../../../library/manifest/manifest.ts";
import type { Band, Figures, ScoreId } from "../../../workers/statistics/protocol.ts";
import { formatPercent } from "../../ui/words/format.ts";
import type { FigureRow } from "./FigureTable.tsx";

const scoresIn = (
  { short, long }: LossUnit,
  { expert, prompts }: Words,
): readonly [id: ScoreId, label: string, meaning: string][] => [
  [
    "routingAccuracy",
    "routing accuracy",
    `Share of ${prompts} sent to the ${expert} that the oracle picks, λ included`,
  ],
  [
    "routingAccuracyTolerant",
    `within 0.05 ${short}`,
    `Share of ${prompts} whose ${expert} is at most 0.05 ${short} worse than the best`,
  ],
  [
    "decisiveAccuracy",
    "when decisive",
    `Routing accuracy where the best ${expert} leads the second by more than 0.05 ${short}, λ included`,
  ],
  ["regret", `regret (${short})`, `Excess loss over the best ${expert}, mean of all ${prompts}, ${long}`],
  [
    "oracleGapClosed",
    "oracle gap closed",
    "(loss of best single − loss of router) / (loss of best single − loss of oracle)",
  ],
];
const formatRegret = (nats: number) => nats.toFixed(3);

/** Rows of the router's score table: first those at the current λ, then those of its whole curve. */
export function scoreRows(
  scores: RoutingScores,
  figures: Figures | null,
  figuresCurrent: boolean,
  band: Band | null,
  bandCurrent: boolean,
  formatOutcome: (value: number) => string,
  manifest: Manifest,
): FigureRow[] {
  const words = wordsOf(manifest);
  const atLambda = scoresIn(lossUnit(manifest), words).map(([id, label, title]) => ({
    id,
    label,
    title,
    value: scores[id],
    format: id === "regret" ? formatRegret : formatPercent,
    interval: figures?.scores[id] ?? null,
    current: figuresCurrent,
  }));
  return [
    ...atLambda,
    {
      id: "aiq",
      label: "AIQ of the curve",
      title: `Mean height of the router's hull from the cheapest to the most expensive single ${words.expert}${
        band ? `; the hull of the single ${words.experts} alone has ${formatOutcome(band.aiqOfSingles)}` : ""
      }`,
      value: band ? band.aiq.value : null,
      format: formatOutcome,
      interval: band ? band.aiq.interval : null,
      current: bandCurrent,
    },
    {
      id: "hypervolume",
      label: "hypervolume",
      title: `Area dominated by the router's curve, up to the most expensive and the worst single ${words.expert}, relative to the oracle's`,
      value: band ? band.hypervolume.value : null,
      format: formatPercent,
      interval: band ? band.hypervolume.interval : null,
      current: bandCurrent,
    },
  ];
}
