import { useState } from "react";
import { wordsOf } from "../../analysis/words.ts";
import { withCommas } from "../../core/withCommas.ts";
import { ExpertMark } from "../color/ExpertMark.tsx";
import { ScrollArea } from "../ui/ScrollArea.tsx";
import { formatNats, formatRaw } from "../ui/words/format.ts";
import type { RoutedFileFacts } from "./routedFileOut.ts";

/** Rows on a page of the table. */
const ROWS = 50;
/** Characters of a prompt that are shown; the downloads have all of it. */
const SHOWN = 160;

/** The decisions, one prompt a row, a page at a time. */
export function RoutedFileTable({ facts: { library, prompts, predicted, decisions } }: { facts: RoutedFileFacts }) {
  const [page, setPage] = useState(0);
  const pages = Math.ceil(prompts.length / ROWS);
  const first = page * ROWS;
  const shown = prompts.slice(first, first + ROWS);
  const { experts } = library.manifest;
  return (
    <>
      <ScrollArea className="routed-table" label="Decisions, scrollable">
        <table aria-label="Decisions by prompt">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">Prompt</th>
              <th scope="col">Chosen expert</th>
              <th scope="col">Predicted loss</th>
              <th scope="col">Margin</th>
              {library.constraints.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody translate="no">
            {shown.map((prompt, k) => {
              const row = first + k;
              const choice = decisions.choices[row]!;
              return (
                <tr key={row}>
                  <td>{row + 1}</td>
                  <td className="routed-prompt">{prompt.length > SHOWN ? `${prompt.slice(0, SHOWN)}…` : prompt}</td>
                  {choice < 0 ? (
                    <td colSpan={3 + library.constraints.length} className="quiet">
                      no decision: no text to read, or every {wordsOf(library.manifest).expert} is excluded
                    </td>
                  ) : (
                    <>
                      <td>
                        <ExpertMark library={library} expert={choice} className="dot" /> {experts[choice]!.label}
                      </td>
                      <td>{formatNats(predicted.data[row * predicted.columns + choice]!)}</td>
                      <td>{Number.isNaN(decisions.margins[row]!) ? "–" : formatNats(decisions.margins[row]!)}</td>
                      {library.constraints.map(({ id, raw, unit }) => (
                        <td key={id}>{formatRaw(raw[choice]!, unit)}</td>
                      ))}
                    </>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
      {pages > 1 && (
        <nav className="routed-pages" aria-label="Pages of the routed file">
          <button type="button" className="small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span aria-live="polite">
            {withCommas(first + 1)}–{withCommas(Math.min(prompts.length, first + ROWS))} of {withCommas(prompts.length)}
          </span>
          <button type="button" className="small" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </nav>
      )}
    </>
  );
}
