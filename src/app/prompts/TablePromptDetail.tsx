import { useEffect, useState } from "react";
import { rightExperts } from "../../analysis/rows/oracle.ts";
import { dollars4 } from "../../analysis/table/figureFormats.ts";
import { errorMessage } from "../../core/errorMessage.ts";
import { row as rowView } from "../../core/matrix.ts";
import type { Library } from "../../library/load.ts";
import { hasSeveralDomains } from "../../library/manifest/manifestFacts.ts";
import { expertPaints } from "../color/palette.ts";
import { useSession } from "../context.ts";
import { ScrollArea } from "../ui/ScrollArea.tsx";

/** Costs of calls are kept per this many prompts. */
const PER_PROMPTS = 1_000;

/** One prompt of a table: its full text, and every model's score, with what the call cost; best first, of equals the cheapest. */
export function TablePromptDetail({ library, row }: { library: Library; row: number }) {
  const session = useSession();
  const { benchmark, manifest } = library;
  const scores = rowView(benchmark.accuracies, row);
  const calls = benchmark.calls?.get("cost");
  const costOf = (i: number) => (calls ? calls.data[row * calls.columns + i]! / PER_PROMPTS : Number.NaN);
  const order = [...scores.keys()].filter((i) => !Number.isNaN(scores[i]!));
  order.sort((a, b) => scores[b]! - scores[a]! || (costOf(a) || 0) - (costOf(b) || 0));
  const missing = scores.length - order.length;
  const top = Math.max(1, ...order.map((i) => scores[i]!));
  const colors = expertPaints(library);
  const domain = manifest.domains.find(({ id }) => id === benchmark.domain[row]);
  return (
    <section className="prompt-detail" aria-label={`Prompt ${benchmark.ids[row]}`}>
      <header>
        <h3 translate="no">{benchmark.ids[row]}</h3>
        <button type="button" className="small" onClick={() => session.inspect(null)}>
          Close
        </button>
      </header>
      <p className="quiet">
        {hasSeveralDomains(manifest) && <span translate="no">{domain?.label}. </span>}
        Right: {rightExperts(library)[row]} of {library.expertIds.length} models.
      </p>
      <FullText key={`${library.baseUrl} ${row}`} library={library} row={row} />
      <ol aria-label="Models by score" translate="no">
        {order.map((i) => (
          <li key={library.expertIds[i]}>
            <span className="detail-name">{manifest.experts[i]!.label}</span>
            <span className="loss-bar" aria-hidden="true">
              <span style={{ width: `${Math.max(0, (100 * scores[i]!) / top)}%`, background: colors[i] }} />
            </span>
            <span className="number">
              {Number(scores[i]!.toFixed(4))}
              {Number.isFinite(costOf(i)) && <span className="quiet"> {dollars4(costOf(i))}</span>}
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet">
        {calls ? "Score, and what this call cost." : "Score."}
        {missing > 0 && ` ${missing} of ${scores.length} models have no score here.`}
      </p>
    </section>
  );
}

/** The whole prompt once it is read, until then its beginning. */
function FullText({ library, row }: { library: Library; row: number }) {
  const session = useSession();
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const cancel = new AbortController();
    session
      .texts()
      .then((texts) => texts.text(library, row, { signal: cancel.signal }))
      .then(
        (whole) => !cancel.signal.aborted && setText(whole),
        (error: unknown) => !cancel.signal.aborted && setProblem(errorMessage(error)),
      );
    return () => cancel.abort();
  }, [session, library, row]);
  return (
    <>
      <ScrollArea className="full-text" label="Full prompt" translate="no">
        {text || library.benchmark.keywords[row] || "The table has no text of this prompt."}
      </ScrollArea>
      {problem && (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
