/** The explorer itself, once the first screen is on the screen: see main.tsx. */
import { startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { SessionContext } from "./app/context.ts";
import { OnceDrawn } from "./app/first/OnceDrawn.tsx";
import { takeFirstScreen } from "./app/first/prepared.ts";
import { panelIn } from "./app/panelName.ts";
import { TipLayer } from "./app/panels.tsx";
import { PreferencesContext } from "./app/preferences.ts";
import { UpdateNote } from "./app/UpdateNote.tsx";
import { lazily } from "./app/ui/lazily.tsx";
import { Guarded } from "./app/ui/PanelBoundary.tsx";
import { FIRST_PROMPT, firstPromptIn } from "./examples/firstPrompt.ts";
import { connectSources } from "./library/address.ts";
import { taskOf } from "./library/manifest/manifestFacts.ts";
import { Updates } from "./offline/updates.ts";
import { ownScript } from "./rpc/ownScript.ts";
import { Session } from "./session/session.ts";
import { expertsIn, libraryIn, syncLocation, tableIn } from "./session/view/syncLocation.ts";
import { createPreferences } from "./state/preferences.ts";
import { createExplorerStore } from "./state/store.ts";
import { decodeView } from "./state/url/link.ts";

/** In place of the page where the address asks for one panel. */
const Alone = lazily(async () => (await import("./app/Alone.tsx")).Alone);

/** Draws the explorer and opens its library: see main.tsx. */
export function start(): void {
  const root = document.getElementById("root")!;
  const first = takeFirstScreen(root);
  const typed = first.typed();
  const view = decodeView(window.location.hash);
  // A URL without a fragment opens an example, so that there is a decision to see.
  const store = createExplorerStore({
    ...view,
    ...(window.location.hash === "" && { prompt: FIRST_PROMPT }),
    ...(typed !== null && { prompt: typed }),
  });
  store.setState({ libraryAddress: libraryIn(window.location.search) });
  // An example that nobody has touched follows the library's task; causal experts have no mask to fill.
  store.subscribe(({ baseLibrary, prompt }, before) => {
    if (baseLibrary === null || baseLibrary === before.baseLibrary) return;
    const fitting = firstPromptIn(taskOf(baseLibrary.manifest) === "causal", prompt);
    if (fitting !== prompt) store.setState({ prompt: fitting });
  });
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
  // The explorer has drawn its page in place of the first screen, whose box may have been typed in meanwhile.
  const takeOver = () => {
    const late = first.typed();
    if (late !== null) store.setState({ prompt: late });
    first.restoreFocus();
    delete document.documentElement.dataset.alone;
  };
  // In slices, between which the first screen can be seen and typed in.
  startTransition(() =>
    createRoot(root).render(
      <SessionContext.Provider value={session}>
        <PreferencesContext.Provider value={preferences}>
          <OnceDrawn call={takeOver}>
            <Guarded>
              <UpdateNote updates={updates} />
              {alone ? <Alone panel={alone} /> : <App />}
              <TipLayer />
            </Guarded>
          </OnceDrawn>
        </PreferencesContext.Provider>
      </SessionContext.Provider>,
    ),
  );
  const started = session.start();
  const shared = expertsIn(window.location.search);
  if (shared !== "") void started.then(() => session.proposeLinked(shared));
  const table = tableIn(window.location.search);
  if (table !== "") void started.then(() => session.offerTable(table));
  // The service worker, which only exists in builds, caches what the session has loaded by then, instead of loading it a second time.
  if (import.meta.env.PROD) void started.then(() => updates.start(ownScript(new URL("sw.js", document.baseURI))));
}

/** If the user blocks storage, even accessing it throws. */
function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
