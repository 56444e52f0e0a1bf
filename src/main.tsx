import { createRoot } from "react-dom/client";
import { App } from "./panels/App.tsx";
import { SessionContext } from "./panels/context.ts";
import "./panels/styles/theme.css";
import "./panels/styles/layout.css";
import "./panels/styles/prompt.css";
import "./panels/styles/decision.css";
import "./panels/styles/plots.css";
import "./panels/styles/domains.css";
import "./panels/styles/prompts.css";
import { Session } from "./state/session.ts";
import { createExplorerStore } from "./state/store.ts";
import { syncLocation } from "./state/syncLocation.ts";
import { decodeView } from "./state/url.ts";

const store = createExplorerStore(decodeView(window.location.hash));
const session = new Session(store, new URL("models/", document.baseURI).href);
syncLocation(store, window);
createRoot(document.getElementById("root")!).render(
  <SessionContext.Provider value={session}>
    <App />
  </SessionContext.Provider>,
);
void session.start();
