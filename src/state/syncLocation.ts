import type { Store } from "./store.ts";
import { decodeView, encodeView } from "./url.ts";

/** Browsers refuse more than about 100 history changes in 30 s; one write this often stays far below, even in a long drag. */
const WRITE_EVERY_MS = 400;

/** Keeps the address bar's fragment and the store's view in step, both ways. */
export function syncLocation(store: Store, window: Pick<Window, "location" | "history" | "addEventListener">): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = () => {
    timer = null;
    const fragment = encodeView(store.getState());
    if (fragment !== window.location.hash.replace(/^#/, "")) {
      window.history.replaceState(null, "", `${window.location.pathname}${window.location.search}#${fragment}`);
    }
  };
  store.subscribe((state, before) => {
    if (encodeView(state) !== encodeView(before) && timer === null) {
      timer = setTimeout(write, WRITE_EVERY_MS);
    }
  });
  window.addEventListener("hashchange", () => store.setState(decodeView(window.location.hash)));
}
