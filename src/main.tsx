import { firstPaint } from "./app/first/firstPaint.ts";
import "./app/styles/theme.css";
import "./app/styles/top.css";
import "./app/styles/layout.css";
import "./app/styles/panel.css";
import "./app/styles/alone.css";
import "./app/footer/licences.css";
import "./app/first/first.css";
import "./app/header/header.css";
import "./app/ui/menu.css";
import "./app/styles/dialogs.css";
import "./app/prompt/prompt.css";
import "./app/decision/decision.css";
import "./app/decision/sliders.css";
import "./app/decision/ranking.css";
import "./app/run/run.css";
import "./app/styles/plots.css";
import "./app/pareto/plot/front.css";
import "./app/pareto/legend/keys.css";
import "./app/pareto/legend/frontLegend.css";
import "./app/map/map.css";
import "./app/map/legend/mapLegend.css";
import "./app/map/mapFacts.css";
import "./app/domains/domains.css";
import "./app/prompts/prompts.css";
import "./app/library/library.css";
import "./app/table/table.css";
import "./app/lab/lab.css";
import "./app/experts/experts.css";
import "./app/specialisation/specialisation.css";
import "./app/styles/update.css";
import "./app/tour/tour.css";
import "./app/tips/tip.css";
import "./app/header/talk.css";
import "./app/styles/forced-colors.css";

/** The browser can paint and answer in between. */
const nextTask = () => new Promise((done) => setTimeout(done));

/** Starts the explorer in steps, none of which holds the page up for long. */
async function begin(): Promise<void> {
  // The scripts arrive meanwhile: the build lists them in the page (scripts/build/first-paint.ts).
  await firstPaint();
  await import("react-dom/client");
  await nextTask();
  const { start } = await import("./start.tsx");
  await nextTask();
  start();
}

void begin();
