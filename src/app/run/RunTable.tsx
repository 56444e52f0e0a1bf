import { fillOf, maskColumns, type RunColumn, type RunRow } from "../../analysis/runTable.ts";
import type { Library } from "../../library/load.ts";
import type { RunBatch } from "../../state/store.ts";
import { ExpertMark } from "../color/ExpertMark.tsx";
import { tip, tipSeen } from "../tips/tip.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { ScrollArea } from "../ui/ScrollArea.tsx";
import { formatBytes, formatMilliseconds, formatNats, formatSigned } from "../ui/words/format.ts";
import { MaskFills } from "./MaskFills.tsx";

const headsIn = (unit: string): readonly [id: RunColumn, label: string, title: string][] => [
  ["expert", "expert", "Name of the expert"],
  ["predicted", "predicted", `Loss that the router predicted, ${unit}`],
  ["loss", "true", `Loss that was measured, ${unit}`],
  ["difference", "difference", `Predicted minus true loss, ${unit}`],
  ["latency", "latency", "Milliseconds for one prompt of full length in this browser, best of three runs"],
];

export interface RunSort {
  by: RunColumn;
  descending: boolean;
}

interface RunTableProps {
  library: Library;
  batch: RunBatch;
  rows: readonly RunRow[];
  sort: RunSort;
  onSort: (sort: RunSort) => void;
  /** Number of predictions shown per mask. */
  count: number;
  /** Index of the expert with the lowest true loss; −1 if none is known. */
  best: number;
}

/** Every expert on the same prompt, one row each: predicted and true loss, latency, and the predictions for every mask. */
export function RunTable({ library, batch, rows, sort, onSort, count, best }: RunTableProps) {
  const { long } = useLossUnit();
  const masks = maskColumns(library, rows);
  return (
    <ScrollArea className="run-scroll" label="Runs of all experts">
      <table className="runs">
        <thead>
          <tr>
            {headsIn(long).map(([id, label, title]) => (
              <th
                key={id}
                scope="col"
                className={id === "expert" ? undefined : "number"}
                aria-sort={sort.by === id ? (sort.descending ? "descending" : "ascending") : undefined}
              >
                <button
                  type="button"
                  {...tip(`${title}. Click to sort.`)}
                  onClick={() => onSort({ by: id, descending: sort.by === id && !sort.descending })}
                >
                  {label}
                  <span aria-hidden="true">{sort.by === id ? (sort.descending ? " ▼" : " ▲") : ""}</span>
                </button>
              </th>
            ))}
            {masks.map(({ position, truth }, k) => (
              <th key={position} scope="col">
                mask {k + 1}
                {truth && (
                  <>
                    : <code>{truth.text}</code>
                  </>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody translate="no">
          {rows.map((row) => {
            const { run, expert, label, predicted, loss, difference, latency } = row;
            return (
              <tr
                key={run.expertId}
                data-expert={run.expertId}
                className={run.expertId === batch.runs[0]?.expertId ? "winner" : undefined}
              >
                <th scope="row" {...tipSeen(run.expertId)}>
                  <ExpertMark library={library} expert={expert} className="expert-swatch" /> {label}
                  {run.expertId === batch.runs[0]?.expertId && <span className="quiet"> chosen</span>}
                  {expert === best && <span className="quiet"> best</span>}
                </th>
                <td className="number">{Number.isNaN(predicted) ? "N/A" : formatNats(predicted)}</td>
                <td className={expert === best ? "number best" : "number"}>
                  {run.result ? known(loss, formatNats) : <State batch={batch} run={run} />}
                </td>
                <td className="number">{run.result && formatSigned(difference, formatNats)}</td>
                <td className="number">{run.result && formatMilliseconds(latency)}</td>
                {masks.map(({ position }, k) => {
                  const mask = fillOf(library, row, masks, k);
                  return <td key={position}>{mask && <MaskFills mask={mask} count={count} />}</td>;
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** Why a run has no result. */
function State({ batch, run }: { batch: RunBatch; run: RunRow["run"] }) {
  const { loading } = run;
  if (loading.status === "failed") return <span className="failure">{loading.message}</span>;
  if (loading.status !== "loading") return <span className="quiet">{batch.running ? "waiting" : "not run"}</span>;
  return (
    <progress
      aria-label={`Loading ${run.expertId}, ${formatBytes(loading.loaded)} of ${formatBytes(loading.total)}`}
      max={Math.max(1, loading.total)}
      value={loading.loaded}
    />
  );
}

const known = (value: number, format: (value: number) => string) => (Number.isNaN(value) ? "N/A" : format(value));
