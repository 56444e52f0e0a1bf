import { DEFAULT_TOLERANCE } from "../core/metrics/metrics.ts";
import { rankCorrelation } from "../core/stats/rankCorrelation.ts";
import type { Library } from "../library/load.ts";
import type { Run, RunBatch } from "../state/store.ts";
import type { FilledMask } from "../workers/inference/protocol.ts";

const RUN_COLUMNS = ["expert", "predicted", "loss", "difference", "latency"] as const;
export type RunColumn = (typeof RUN_COLUMNS)[number];

/** One expert's run in figures; NaN for unknown values. */
export interface RunRow {
  run: Run;
  /** By manifest order. */
  expert: number;
  label: string;
  /** Nats per token. */
  predicted: number;
  loss: number;
  /** Predicted − true. */
  difference: number;
  /** Milliseconds for one prompt of full length. */
  latency: number;
}

/** The runs of a batch in the requested order; ties keep the order of the runs, and unknown values come last in both directions. */
export function runRows(library: Library, batch: RunBatch, by: RunColumn, descending: boolean): RunRow[] {
  const rows = batch.runs.map((run): RunRow => {
    const expert = library.expertIds.indexOf(run.expertId);
    const predicted = batch.predicted[expert] ?? Number.NaN;
    const loss = run.result?.measured?.loss ?? Number.NaN;
    const label = library.manifest.experts[expert]?.label ?? run.expertId;
    const latency = run.result?.latency ?? Number.NaN;
    return { run, expert, label, predicted, loss, difference: predicted - loss, latency };
  });
  const sign = descending ? -1 : 1;
  return rows.sort((a, b) => {
    if (by === "expert") return sign * a.label.localeCompare(b.label);
    const unknown = Number(Number.isNaN(a[by])) - Number(Number.isNaN(b[by]));
    return unknown || (Number.isNaN(a[by]) ? 0 : sign * (a[by] - b[by]));
  });
}

/**
 * The masks of the text and of the hidden tokens, one column each, at the positions of the library's tokenizer; positions of an
 * expert with another tokenizer are used only while no other has run.
 */
export function maskColumns(library: Library, rows: readonly RunRow[]): readonly FilledMask[] {
  const done = rows.filter(({ run }) => run.result);
  return (done.find((row) => sharesTokenizer(library, row)) ?? done[0])?.run.result?.masks ?? [];
}

/**
 * A run's prediction for a column's mask. Positions refer to the run's own tokens: with another tokenizer the text's own masks are
 * matched by order, and hidden tokens have no prediction, because they are tokens only for the library's experts.
 */
export function fillOf(library: Library, row: RunRow, columns: readonly FilledMask[], at: number): FilledMask | null {
  const masks = row.run.result?.masks ?? [];
  const { position, truth } = columns[at]!;
  if (sharesTokenizer(library, row)) return masks.find((one) => one.position === position) ?? null;
  if (truth !== null) return null;
  const place = columns.slice(0, at).filter((one) => one.truth === null).length;
  return masks[place] ?? null;
}

/** Whether an expert's tokens are the library's. Of a library measured as it came, each may have a tokenizer of its own. */
function sharesTokenizer({ calibrated, manifest }: Library, { run, expert }: RunRow): boolean {
  const added = calibrated?.get(run.expertId);
  if (added) return added.calibration?.sharedTokenizer !== false;
  const own = manifest.experts[expert]?.tokenizer;
  return own === undefined || own === manifest.tokenizer;
}

/** What the finished runs show about the router. */
export interface RunSummary {
  /** Runs with a true loss. */
  measured: number;
  /** The router's chosen expert, and the one with the lowest true loss. */
  chosen: RunRow;
  best: RunRow;
  /** Regret of the choice, nats per token: its true loss minus the lowest. */
  regret: number;
  /** Whether the choice is within the tolerance of the best. */
  right: boolean;
  /** Spearman's ρ of predicted and true losses; NaN when undefined. */
  correlation: number;
}

/** Null until the router's choice, the first of the batch, and another expert have a true loss. */
export function runSummary(rows: readonly RunRow[], batch: RunBatch): RunSummary | null {
  const measured = rows.filter(({ loss }) => !Number.isNaN(loss));
  const chosen = measured.find(({ run }) => run.expertId === batch.runs[0]?.expertId);
  if (!chosen || measured.length < 2) return null;
  const best = measured.reduce((least, row) => (row.loss < least.loss ? row : least));
  const regret = chosen.loss - best.loss;
  const correlation = rankCorrelation(
    measured.map(({ predicted }) => predicted),
    measured.map(({ loss }) => loss),
  );
  return { measured: measured.length, chosen, best, regret, right: regret <= DEFAULT_TOLERANCE, correlation };
}

/** Progress of a batch: experts that are done or failed, and bytes of their models. */
export function runProgress(library: Library, { runs }: RunBatch): { done: number; loaded: number; total: number } {
  const bytes = new Map(library.manifest.experts.map((expert) => [expert.id, expert.bytes]));
  let [done, loaded, total] = [0, 0, 0];
  for (const { expertId, loading } of runs) {
    const own = bytes.get(expertId) ?? 0;
    const ended = loading.status === "ready" || loading.status === "failed";
    if (ended) done++;
    loaded += ended ? own : loading.status === "loading" ? loading.loaded : 0;
    total += own;
  }
  return { done, loaded, total };
}
