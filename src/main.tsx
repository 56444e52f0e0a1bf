import { firstPaint } from "./app/first/firstPaint.ts";
import "./app/styles/theme.css";
import "./app/styles/layout.css";
import "./app/first/first.css";
import "./app/header/header.css";
import "./app/ui/menu.css";
import "./app/styles/dialogs.css";
import "./app/prompt/prompt.css";
import "./app/decision/decision.css";
import "./app/run/run.css";
import "./app/styles/plots.css";
import "./app/pareto/legend/frontLegend.css";
import "./app/map/map.css";
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

// Its scripts arrive meanwhile: the build lists them in the page (scripts/build/first-paint.ts).
void firstPaint().then(() => import("./start.tsx"));
