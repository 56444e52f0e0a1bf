import { baselines } from "../../analysis/front/baselines.ts";
import { frontAxis } from "../../analysis/front/comparisonRequest.ts";
import { front } from "../../analysis/front/front.ts";
import { primaryRows } from "../../analysis/rows/benchmarkRows.ts";
import { pointAt } from "../../core/curves/curve.ts";
import { FIRST_PROMPT } from "../../examples/firstPrompt.ts";
import type { Library } from "../../library/load.ts";
import { DEFAULT_VIEW } from "../../state/store.ts";
import { FrontSummaryLine } from "../pareto/FrontSummaryLine.tsx";
import { frontSummary } from "../pareto/frontSummary.ts";
import { FrontMarks } from "../pareto/plot/FrontMarks.tsx";
import { frontLayout } from "../pareto/plot/frontLayout.ts";
import { frontLabels } from "../pareto/plot/labels/frontLabels.ts";
import { frontCards } from "../pareto/plot/marks/frontCards.ts";
import { outcomeFormat } from "../ui/words/outcomeFormat.ts";
import { FirstLegend, FirstTools } from "./FirstControls.tsx";

/** The prepared picture's own units: the pixels that the plot has at 1440 × 900. */
const SIZE = { width: 435, height: 559 };

/**
 * The page as it is before any script has run, drawn into index.html by the build (scripts/build/first-paint.ts): every part in its place,
 * the prompt to type in, and the front of the shipped library at λ = 0. The explorer takes it over part by part, so it has the same
 * layout: see App.tsx.
 */
export function FirstScreen({ library }: { library: Library }) {
  const axis = frontAxis(library, DEFAULT_VIEW.axis);
  return (
    <>
      <header className="top">
        <h1>Tryage Explorer</h1>
        <div className="top-tools" />
        <div className="badge" />
        <div className="lead">
          <p>A router predicts each expert's loss on your prompt and sends it to the expert with the lowest.</p>
        </div>
      </header>
      <main>
        <div className="panels">
          <div className="answer">
            <form className="prompt-bar">
              <div className="prompt-box">
                <textarea
                  className="of-bare-page"
                  aria-label="Prompt"
                  translate="no"
                  rows={2}
                  spellCheck={false}
                  autoComplete="off"
                  defaultValue={FIRST_PROMPT}
                />
              </div>
              <div className="prompt-actions">
                <button type="submit" className="primary" disabled>
                  Run
                </button>
              </div>
              <div className="tokens" />
              <div className="prompt-note quiet">
                <p>Everything runs in this tab. Your text is not sent anywhere.</p>
              </div>
            </form>
            <section className="panel decision">
              <header className="panel-head">
                <h2>Decision</h2>
              </header>
              <div className="chosen">
                <span className="quiet">Loading the router. All other figures on this page are already measured.</span>
              </div>
              <div className="explanation" />
              <div className="run none" />
              <div className="ranked" />
              <div className="sliders" />
            </section>
          </div>
          <section className="split">
            <div className="panel pareto">
              <header className="panel-head">
                <h2>Pareto front</h2>
                <div className="panel-tools prepared-tools unseen">
                  {axis && <FirstTools library={library} axis={axis} />}
                </div>
              </header>
              <div className="prepared of-bare-page">
                {axis ? <FirstFront library={library} axis={axis.id} /> : <div className="plot" />}
              </div>
            </div>
            <div className="panel pareto-below" />
          </section>
          <div className="map-stack">
            <section className="panel map">
              <header className="panel-head">
                <h2>Router map</h2>
              </header>
              <div className="plot" />
            </section>
          </div>
        </div>
      </main>
    </>
  );
}

/** Sentence and picture of the front at the settings of a bare address, computed as the Pareto panel computes them. */
function FirstFront({ library, axis }: { library: Library; axis: string }) {
  const { outcome } = DEFAULT_VIEW;
  const policy = { lambdas: {}, bounds: [] };
  const rows = primaryRows(library);
  const curves = front(library, axis, outcome, policy, rows);
  const marks = baselines(library, axis, outcome, rows);
  const layout = frontLayout(library, curves, [], axis, outcome, SIZE);
  const summary = frontSummary({ library, front: curves, baselines: marks, policy, axis, outcome, figures: null });
  const formatY = outcomeFormat(library.manifest, outcome);
  const now = pointAt(curves.router, 0);
  return (
    <>
      <div className="verdict-room">
        {summary && <FrontSummaryLine frontSummary={summary} weighed={false} estimating />}
      </div>
      <div className="plot">
        <svg width="100%" height="100%" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} aria-hidden="true">
          <FrontMarks
            library={library}
            layout={layout}
            labels={frontLabels(library, layout, marks, formatY, 11)}
            cards={frontCards(library, layout, marks, formatY)}
          />
          {Number.isFinite(now.x) && Number.isFinite(now.y) && (
            <circle className="first-handle" cx={layout.x(now.x)} cy={layout.y(now.y)} r={11} />
          )}
        </svg>
      </div>
      <FirstLegend library={library} />
    </>
  );
}
