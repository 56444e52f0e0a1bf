import { withCommas } from "../../core/withCommas.ts";
import type { LoggedDecision } from "../../session/runs/decisionLog.ts";
import { returnTo } from "../../session/runs/returnTo.ts";
import { cutText } from "../../state/url/cutText.ts";
import { useExplorer, useSession } from "../context.ts";
import { tipSeen, tipStop } from "../tips/tip.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { ScrollArea } from "../ui/ScrollArea.tsx";
import { formatLambda, formatNats } from "../ui/words/format.ts";

interface DecisionTableProps {
  /** Oldest first; displayed in reverse. */
  entries: readonly LoggedDecision[];
  /** Called when the reader goes back to one of them. */
  onLeave: () => void;
}

/** Maximum length of a prompt in the table. */
const SHOWN = 80;

/** The log in short: one row per decision, newest first. */
export function DecisionTable({ entries, onLeave }: DecisionTableProps) {
  const session = useSession();
  const labels = useExplorer((state) => state.baseLibrary?.manifest.constraints);
  const running = useExplorer((state) => state.libraryAddress);
  const { short } = useLossUnit();
  if (entries.length === 0) return <p>No decisions yet. Type a prompt.</p>;
  const nameOf = (id: string) => labels?.find((constraint) => constraint.id === id)?.label ?? id;
  return (
    <ScrollArea className="log-scroll" label="Log">
      <table>
        <thead>
          <tr>
            {["time", "prompt", "λ", "chosen expert", "runner-up", `margin, ${short}`, `measured, ${short}`, ""].map(
              (head) => (
                <th key={head} scope="col">
                  {head || <span className="visually-hidden">restore</span>}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody translate="no">
          {entries.toReversed().map((entry) => {
            const { time, prompt, promptCharacters, lambdas, choice, runnerUp, margin, runs } = entry;
            const weights = Object.entries(lambdas).map(([id, lambda]) => `${nameOf(id)} ${formatLambda(lambda)}`);
            const measured = runs.filter(({ loss }) => loss !== null);
            return (
              <tr key={time}>
                <td>
                  <time dateTime={time} {...tipSeen(time)}>
                    {new Date(time).toLocaleTimeString()}
                  </time>
                </td>
                <td className="log-prompt" dir="auto">
                  {promptCharacters > SHOWN ? (
                    <span {...tipStop(cutText(prompt, 500))}>{`${cutText(prompt, SHOWN)}…`}</span>
                  ) : (
                    <span>{prompt}</span>
                  )}
                  {promptCharacters > prompt.length && (
                    <span className="quiet">
                      {` The log holds the first ${withCommas(prompt.length)} of its ${withCommas(promptCharacters)} characters.`}
                    </span>
                  )}
                  {entry.libraryAddress !== running && (
                    <span className="quiet">{` In the library ${entry.library}.`}</span>
                  )}
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
                      void returnTo(session, entry);
                      onLeave();
                    }}
                  >
                    {promptCharacters > prompt.length ? "restore its beginning" : "restore"}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
