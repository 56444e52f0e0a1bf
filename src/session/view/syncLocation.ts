import { slidersOfView } from "../../state/policy.ts";
import { DEFAULT_VIEW, type Store, type View } from "../../state/store.ts";
import { decodeView, encodeView } from "../../state/url/link.ts";
import { percentEncode } from "../../state/url/linkText.ts";

/**
 * Browsers refuse more than about 100 history changes in 30 s; writing at this interval stays far below that, even during a long
 * drag.
 */
const WRITE_EVERY_MS = 400;
const LIBRARY = "library";
const EXPERTS = "experts";
const TABLE = "table";
const MAX_ADDRESS = 2_000;
/** The parts of the state that the address shows. */
const ADDRESSED = ["libraryAddress", ...(Object.keys(DEFAULT_VIEW) as (keyof View)[])] as const;

/**
 * Keeps the address bar and the store in sync: the fragment is the view, in both directions; `?library=` is the current library,
 * and changing it makes the browser reload the page.
 */
export function syncLocation(store: Store, window: Pick<Window, "location" | "history" | "addEventListener">): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = () => {
    timer = null;
    const state = store.getState();
    const address = `${withLibrary(window.location.search, state.libraryAddress)}#${encodeView(state)}`;
    if (address !== `${window.location.search}#${window.location.hash.replace(/^#/, "")}`) {
      window.history.replaceState(null, "", `${window.location.pathname}${address}`);
    }
  };
  store.subscribe((state, before) => {
    if (timer !== null) return;
    // By identity, as this runs at every change of the store; what is written is compared when it is written.
    const changed = ADDRESSED.some((key) => state[key] !== before[key]);
    if (changed) timer = setTimeout(write, WRITE_EVERY_MS);
  });
  window.addEventListener("hashchange", () => {
    const { baseLibrary: library } = store.getState();
    const view = decodeView(window.location.hash);
    store.setState({ ...view, sliders: library ? slidersOfView(library, view.prompt, view.sliders) : view.sliders });
  });
}

/** The library named in a link; "" for the shipped one. */
export function libraryIn(search: string): string {
  return addressIn(search, LIBRARY);
}

/** The URL of the manifest of shared experts in a link; "" for none. */
export function expertsIn(search: string): string {
  return addressIn(search, EXPERTS);
}

/** The URL of the score table in a link; "" for none. */
export function tableIn(search: string): string {
  return addressIn(search, TABLE);
}

function addressIn(search: string, name: string): string {
  return new URLSearchParams(unescaped(search)).get(name)?.slice(0, MAX_ADDRESS) ?? "";
}

/** Mail and chat programs may have written `&` as HTML does. */
const unescaped = (search: string): string => search.replaceAll("&amp;", "&");

/** A query that names this library; its other parts stay. */
export function withLibrary(search: string, address: string): string {
  if (libraryIn(search) === address) return search;
  const parameters = new URLSearchParams(unescaped(search));
  parameters.delete(LIBRARY);
  const others = parameters.toString();
  // Slashes and colons are allowed unescaped in a query, which keeps the URL legible.
  const named = address && `${LIBRARY}=${percentEncode(address).replaceAll("%2F", "/").replaceAll("%3A", ":")}`;
  const query = [named, others].filter(Boolean).join("&");
  return query && `?${query}`;
}
