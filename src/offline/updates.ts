import { createStore } from "zustand/vanilla";
import { errorMessage } from "../core/errorMessage.ts";
import { installFailure, TAKE_OVER } from "./messages.ts";

/** The browser features that are used, replaceable in tests. */
export interface Surroundings {
  container: Pick<ServiceWorkerContainer, "register" | "controller" | "addEventListener"> | null;
  reload: () => void;
}

/** This browser's features; the container is absent on plain-http pages or when the user blocks storage. */
function browserSurroundings(): Surroundings {
  return { container: navigator.serviceWorker ?? null, reload: () => window.location.reload() };
}

/**
 * Registers the service worker and watches for newer versions of the explorer. Without service workers nothing happens, and the
 * explorer needs the network.
 */
export class Updates {
  readonly #state = createStore<{ waiting: ServiceWorker | null }>(() => ({ waiting: null }));

  /** @param onFailure called with the reason, in a sentence, when a version cannot be cached for offline use */
  constructor(
    private readonly surroundings: Surroundings = browserSurroundings(),
    private readonly onFailure: (reason: string) => void = () => undefined,
  ) {}

  /** Whether a newer version is complete and waiting for the user. */
  readonly isReady = (): boolean => this.#state.getState().waiting !== null;

  /** Calls `listener` whenever `isReady` changes; returns a function that unsubscribes. */
  readonly subscribe = this.#state.subscribe;

  /** @param url URL of sw.js. Never rejects. */
  async start(url: string): Promise<void> {
    const { container, reload } = this.surroundings;
    if (!container) return;
    // All tabs switch to the new version together: a tab with the old one would not find its files any more.
    if (container.controller) container.addEventListener("controllerchange", reload);
    let told = false;
    const fail = (reason: string) => {
      told = true;
      this.onFailure(reason);
    };
    container.addEventListener("message", ({ data }) => {
      const reason = installFailure(data);
      if (reason !== null) fail(reason);
    });
    let registration: ServiceWorkerRegistration | undefined;
    try {
      registration = await container.register(url, { updateViaCache: "none" });
    } catch (error) {
      return fail(`The browser refused the service worker: ${errorMessage(error)}`);
    }
    // Extensions and developer tools that block service workers resolve without a registration.
    if (!registration) return fail("Something in this browser blocks service workers, so nothing can be kept.");
    const look = () => {
      // The very first version has nothing to wait for.
      if (registration.active) this.#setWaiting(registration.waiting);
    };
    const watch = () => {
      const worker = registration.installing;
      let installed = false;
      worker?.addEventListener("statechange", () => {
        look();
        installed ||= worker.state === "installed";
        // Its message may still be on the way, or may never have been sent: the browser can terminate a worker at any time.
        if (worker.state === "redundant" && !installed && !told)
          fail("Its files could not be kept. Reload the page to try again.");
      });
    };
    registration.addEventListener("updatefound", () => {
      told = false;
      watch();
    });
    watch();
    look();
  }

  /** Activates the newer version; the page then reloads. */
  accept(): void {
    const { waiting } = this.#state.getState();
    // A page without a controlling service worker gets no controllerchange event.
    waiting?.addEventListener("statechange", () => waiting.state === "activated" && this.surroundings.reload());
    waiting?.postMessage(TAKE_OVER);
  }

  #setWaiting(waiting: ServiceWorker | null): void {
    if (waiting !== this.#state.getState().waiting) this.#state.setState({ waiting });
  }
}
