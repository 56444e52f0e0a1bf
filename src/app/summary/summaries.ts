/** Descriptions of the plots, for readers who cannot see them and for the tour. Null if there is nothing to describe. */

import { winnerOf } from "../../analysis/choices/ranking.ts";
import { frontAxis } from "../../analysis/front/comparisonRequest.ts";
import { front } from "../../analysis/front/front.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { primaryRows } from "../../analysis/rows/benchmarkRows.ts";
import { rowsUnder } from "../../analysis/rows/selectedRows.ts";
import { wordsOf } from "../../analysis/words.ts";
import { pointAt } from "../../core/curves/curve.ts";
import { withCommas } from "../../core/withCommas.ts";
import { isRouted } from "../../library/isRouted.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import type { State } from "../../state/store.ts";
import { formatLambda, formatNats, formatPercent } from "../ui/words/format.ts";
import { meanCost } from "../ui/words/meanCost.ts";
import { predictedLoss } from "../ui/words/predictedLoss.ts";

/** The expert chosen for the typed prompt; null if not known. */
export function decisionSummary(state: State): string | null {
  const { prompt, promptProblem } = state;
  const [library, prediction] = [libraryOf(state), predictionOf(state)];
  if (!library || promptProblem !== null || prediction?.text !== prompt) return promptProblem;
  const winner = winnerOf(library, prediction, policyOf(state));
  if (winner === null) return "No expert meets the flags' bounds.";
  const loss = `${predictedLoss(library, prediction, winner, prediction.losses[winner]!).text} ${lossUnit(library.manifest).long}`;
  return `Chosen: ${library.manifest.experts[winner]!.label}, predicted loss ${loss}.`;
}

/** The router's position on the front, compared with λ = 0. */
export function frontSummary(state: State): string | null {
  const { outcome, axis } = state;
  const library = libraryOf(state);
  const constraint = library && frontAxis(library, axis);
  if (!library || !isRouted(library) || !constraint) return null;
  const policy = policyOf(state);
  const rows = rowsUnder(library, state.selection, policy);
  if (rows.length === 0) return null;
  const curves = front(library, constraint.id, outcome, policy, rows);
  const lambda = policy.lambdas[constraint.id] ?? 0;
  const format =
    outcome === "loss" ? (nats: number) => `${formatNats(nats)} ${lossUnit(library.manifest).long}` : formatPercent;
  const told = ({ x, y }: { x: number; y: number }) => `${format(y)} at ${meanCost(constraint, x)}`;
  const here = told(pointAt(curves.router, lambda));
  const free = told(pointAt(curves.router, 0));
  return lambda === 0
    ? `At ${constraint.label} λ = 0 the router reaches ${here}.`
    : `At ${constraint.label} λ = ${formatLambda(lambda)} the router reaches ${here}; at λ = 0 it is ${free}.`;
}

/** How much of the benchmark all panels show. */
export function selectionSummary(state: State): string | null {
  const library = libraryOf(state);
  if (!library) return null;
  const selected = rowsUnder(library, state.selection, policyOf(state)).length;
  return `Showing ${withCommas(selected)} of ${withCommas(primaryRows(library).length)} ${wordsOf(library.manifest).prompts}.`;
}

/** What surrounds the typed prompt on the map. */
export function mapSummary(state: State): string | null {
  const library = libraryOf(state);
  const { placed } = state;
  if (!library || !placed || placed.neighbors.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { index } of placed.neighbors) {
    const domain = library.benchmark.domain[index]!;
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const [domain, count] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  const label = library.manifest.domains.find(({ id }) => id === domain)?.label ?? domain;
  return `On the map, your prompt is among ${label}: ${count} of the ${placed.neighbors.length} nearest passages.`;
}
