import type { Library } from "../../library/load.ts";
import { pointAt } from "../../routing/curve.ts";
import { type Front, routerScores } from "../../state/derive.ts";
import type { Policy } from "../../state/flags.ts";
import type { Landmark } from "../../state/landmarks.ts";
import type { Outcome } from "../../state/store.ts";
import { formatNats, formatPercent } from "../shared/format.ts";

interface ScoreTableProps {
  library: Library;
  front: Front;
  landmarks: readonly Landmark[];
  policy: Policy;
  axis: string;
  outcome: Outcome;
}

/** The same policies in figures, and how good the router's choices are. */
export function ScoreTable({ library, front, landmarks, policy, axis, outcome }: ScoreTableProps) {
  const lambda = policy.lambdas[axis] ?? 0;
  const scores = routerScores(library, policy.lambdas, policy.bounds, front.rows);
  const format = outcome === "loss" ? formatNats : formatPercent;
  const rows: [string, string, number][] = [
    ["curve-router", "router", pointAt(front.router, lambda).y],
    ["curve-oracle", "oracle", pointAt(front.oracle, lambda).y],
    ...landmarks.map((landmark): [string, string, number] => [landmark.id, landmark.label, landmark.y]),
  ];
  return (
    <div className="scores">
      <table>
        <caption className="visually-hidden">Policies at the current λ</caption>
        <tbody>
          {rows.map(([id, label, value]) => (
            <tr key={id}>
              <th scope="row">
                <span className={`key key-${id}`} aria-hidden="true" /> {label}
              </th>
              <td>{format(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl>
        <Score term="routing accuracy" title="Share of prompts sent to the expert that the oracle picks, λ included">
          {formatPercent(scores.routingAccuracy)}
        </Score>
        <Score term="within 0.05 nats" title="Share of prompts whose expert is at most 0.05 nats worse than the best">
          {formatPercent(scores.routingAccuracyTolerant)}
        </Score>
        <Score term="regret" title="Mean nats a token lost against the best expert of each prompt">
          {scores.regret.toFixed(3)}
        </Score>
        <Score
          term="oracle gap closed"
          title="(loss of best single − loss of router) / (loss of best single − loss of oracle)"
        >
          {Number.isFinite(scores.oracleGapClosed) ? formatPercent(scores.oracleGapClosed) : "N/A"}
        </Score>
      </dl>
    </div>
  );
}

function Score({ term, title, children }: { term: string; title: string; children: string }) {
  return (
    <div title={title}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
