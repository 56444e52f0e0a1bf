import { createRoot } from "react-dom/client";
import { EXAMPLE_PROMPTS } from "./examples/prompts.ts";
import { connectSources } from "./library/address.ts";
import { ownScript } from "./library/ownScript.ts";
import { Updates } from "./offline/updates.ts";
import { App } from "./panels/App.tsx";
import { SessionContext } from "./panels/context.ts";
import { PreferencesContext } from "./panels/preferences.ts";
import "./panels/styles/theme.css";
import "./panels/styles/layout.css";
import "./panels/styles/header.css";
import "./panels/styles/dialogs.css";
import "./panels/styles/prompt.css";
import "./panels/styles/decision.css";
import "./panels/styles/run.css";
import "./panels/styles/plots.css";
import "./panels/styles/map.css";
import "./panels/styles/domains.css";
import "./panels/styles/prompts.css";
import "./panels/styles/library.css";
import "./panels/styles/experts.css";
import "./panels/styles/update.css";
import "./panels/styles/tour.css";
import "./panels/styles/tip.css";
import "./panels/styles/forced-colors.css";
import { Guarded } from "./panels/shared/PanelBoundary.tsx";
import { TipLayer } from "./panels/shared/TipLayer.tsx";
import { UpdateNote } from "./panels/UpdateNote.tsx";
import { createPreferences } from "./state/preferences.ts";
import { Session } from "./state/session.ts";
import { createExplorerStore } from "./state/store.ts";
import { expertsIn, libraryIn, syncLocation } from "./state/syncLocation.ts";
import { decodeView } from "./state/url.ts";

const view = decodeView(window.location.hash);
// A bare address opens on an example, so that there is a decision to look at.
const store = createExplorerStore(window.location.hash ? view : { ...view, prompt: EXAMPLE_PROMPTS[0]!.text });
store.setState({ libraryAddress: libraryIn(window.location.search) });
const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
const session = new Session(store, {
  page: new URL(".", document.baseURI).href,
  shipped: new URL("models/", document.baseURI).href,
  connect: connectSources(policy?.content ?? null),
});
const updates = new Updates(undefined, (reason) => session.copies.fail(reason));
const preferences = createPreferences(localStorageOrNull());
syncLocation(store, window);
createRoot(document.getElementById("root")!).render(
  <SessionContext.Provider value={session}>
    <PreferencesContext.Provider value={preferences}>
      <Guarded>
        <UpdateNote updates={updates} />
        <App />
        <TipLayer />
      </Guarded>
    </PreferencesContext.Provider>
  </SessionContext.Provider>,
);
const started = session.start();
const shared = expertsIn(window.location.search);
if (shared !== "") void started.then(() => session.offerLinked(shared));
// The service worker, which only builds have, keeps what the session has loaded by then, instead of loading it a second time.
if (import.meta.env.PROD) void started.then(() => updates.start(ownScript(new URL("sw.js", document.baseURI))));

/** Where the user blocks storage, even asking for it throws. */
function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
