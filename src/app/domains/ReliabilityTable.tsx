import { memo } from "react";
import type { Reliability } from "../../core/metrics/reliability.ts";
import { withCommas } from "../../core/withCommas.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { formatNats } from "../ui/words/format.ts";
import { intervalOf } from "./reliabilityCsv.ts";

/** The reliability diagram as a table, one row per bin. */
export const ReliabilityTable = memo(function ReliabilityTable({
  reliability: { bins },
}: {
  reliability: Reliability;
}) {
  const { long } = useLossUnit();
  return (
    <table className="figures">
      <caption className="visually-hidden">Reliability by bins of predicted loss, {long}</caption>
      <thead>
        <tr>
          <th scope="col">bin</th>
          <th scope="col">predicted</th>
          <th scope="col">true</th>
          <th scope="col">95% interval</th>
          <th scope="col">predictions</th>
        </tr>
      </thead>
      <tbody>
        {bins.map((bin) => {
          const [low, high] = intervalOf(bin);
          return (
            <tr key={bin.low}>
              <th scope="row">
                {formatNats(bin.low)} – {formatNats(bin.high)}
              </th>
              <td>{formatNats(bin.predicted)}</td>
              <td>{formatNats(bin.actual)}</td>
              <td className="interval">{Number.isFinite(low) ? `[${formatNats(low)}, ${formatNats(high)}]` : "N/A"}</td>
              <td>{withCommas(bin.count)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
});
