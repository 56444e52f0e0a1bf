import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Alone, panelIn } from "./app/Alone.tsx";
import { App } from "./app/App.tsx";
import { SessionContext } from "./app/context.ts";
import { takeFirstScreen } from "./app/first/prepared.ts";
import { PreferencesContext } from "./app/preferences.ts";
import { FIRST_PROMPT } from "./examples/firstPrompt.ts";
import { connectSources } from "./library/address.ts";
import { Updates } from "./offline/updates.ts";
import { ownScript } from "./rpc/ownScript.ts";
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
import { TipLayer } from "./app/tips/TipLayer.tsx";
import { UpdateNote } from "./app/UpdateNote.tsx";
import { Guarded } from "./app/ui/PanelBoundary.tsx";
import { Session } from "./session/session.ts";
import { expertsIn, libraryIn, syncLocation, tableIn } from "./session/view/syncLocation.ts";
import { createPreferences } from "./state/preferences.ts";
import { createExplorerStore } from "./state/store.ts";
import { decodeView } from "./state/url/link.ts";

const root = document.getElementById("root")!;
const first = takeFirstScreen(root);
const view = decodeView(window.location.hash);
// A URL without a fragment opens an example, so that there is a decision to see.
const store = createExplorerStore({
  ...view,
  ...(window.location.hash === "" && { prompt: FIRST_PROMPT }),
  ...(first.typed !== null && { prompt: first.typed }),
});
store.setState({ libraryAddress: libraryIn(window.location.search) });
const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
const session = new Session(store, {
  page: new URL(".", document.baseURI).href,
  shipped: new URL("models/", document.baseURI).href,
  connect: connectSources(policy?.content ?? null),
});
const updates = new Updates(undefined, (reason) => session.offlineFiles.fail(reason));
const preferences = createPreferences(localStorageOrNull());
syncLocation(store, window);
const alone = panelIn(window.location.search);
// At once, so that the prompt's box is never without its focus.
flushSync(() =>
  createRoot(root).render(
    <SessionContext.Provider value={session}>
      <PreferencesContext.Provider value={preferences}>
        <Guarded>
          <UpdateNote updates={updates} />
          {alone ? <Alone panel={alone} /> : <App />}
          <TipLayer />
        </Guarded>
      </PreferencesContext.Provider>
    </SessionContext.Provider>,
  ),
);
first.restoreFocus();
delete document.documentElement.dataset.alone;
const started = session.start();
const shared = expertsIn(window.location.search);
if (shared !== "") void started.then(() => session.proposeLinked(shared));
const table = tableIn(window.location.search);
if (table !== "") void started.then(() => session.offerTable(table));
// The service worker, which only exists in builds, caches what the session has loaded by then, instead of loading it a second time.
if (import.meta.env.PROD) void started.then(() => updates.start(ownScript(new URL("sw.js", document.baseURI))));

/** If the user blocks storage, even accessing it throws. */
function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
