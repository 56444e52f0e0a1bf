import type { LoggedDecision } from "../../state/decisionLog.ts";
import { useExplorer, useSession } from "../context.ts";
import { formatLambda, formatNats } from "../shared/format.ts";
import { useLossUnit } from "../shared/useLossUnit.ts";

interface DecisionTableProps {
  /** Oldest first; shown the other way round. */
  entries: readonly LoggedDecision[];
  /** Called when the reader goes back to one of them. */
  onLeave: () => void;
}

/** The log in short: one row a decision, the newest first. */
export function DecisionTable({ entries, onLeave }: DecisionTableProps) {
  const session = useSession();
  const labels = useExplorer((state) => state.library?.manifest.constraints);
  const { short } = useLossUnit();
  if (entries.length === 0) return <p>No decision has been made yet: type a prompt.</p>;
  const nameOf = (id: string) => labels?.find((constraint) => constraint.id === id)?.label ?? id;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className="log-scroll" aria-label="Log" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {["time", "prompt", "λ", "chosen expert", "runner-up", `margin, ${short}`, `measured, ${short}`, ""].map(
              (head) => (
                <th key={head} scope="col">
                  {head || <span className="visually-hidden">go back</span>}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {entries.toReversed().map((entry) => {
            const { time, prompt, lambdas, choice, runnerUp, margin, runs } = entry;
            const weights = Object.entries(lambdas).map(([id, lambda]) => `${nameOf(id)} ${formatLambda(lambda)}`);
            const measured = runs.filter(({ loss }) => loss !== null);
            return (
              <tr key={time}>
                <td title={time}>{new Date(time).toLocaleTimeString()}</td>
                <td className="log-prompt" dir="auto" title={prompt.slice(0, 500)}>
                  {prompt.slice(0, 80)}
                </td>
                <td>{weights.join(", ") || "0"}</td>
                <td>{choice ?? "none"}</td>
                <td>{runnerUp ?? "none"}</td>
                <td className="number">{margin === null ? "" : formatNats(margin)}</td>
                <td>{measured.map(({ expert, loss }) => `${expert} ${formatNats(loss!)}`).join(", ")}</td>
                <td>
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      session.setView({ prompt, lambdas, masks: [] });
                      onLeave();
                    }}
                  >
                    go back
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
