import { createStore } from "zustand/vanilla";
import { installFailure, TAKE_OVER } from "./messages.ts";

/** What a page needs of its browser, for tests. */
export interface Surroundings {
  container: Pick<ServiceWorkerContainer, "register" | "controller" | "addEventListener"> | null;
  reload: () => void;
}

/** This browser's; the container is absent where pages come by plain http or the user forbids storage. */
function browserSurroundings(): Surroundings {
  return { container: navigator.serviceWorker ?? null, reload: () => window.location.reload() };
}

/**
 * Registers the service worker and watches for a newer version of the explorer. Without service workers nothing happens: the
 * explorer then needs the network.
 */
export class Updates {
  readonly #state = createStore<{ waiting: ServiceWorker | null }>(() => ({ waiting: null }));

  /** @param onFailure called with the reason, in a sentence, when a version cannot be kept for use without a network */
  constructor(
    private readonly surroundings: Surroundings = browserSurroundings(),
    private readonly onFailure: (reason: string) => void = () => undefined,
  ) {}

  /** Whether a newer version is complete and waits for the user. */
  readonly isReady = (): boolean => this.#state.getState().waiting !== null;

  /** Calls `listener` whenever `isReady` changes; returns a function that ends this. */
  readonly subscribe = this.#state.subscribe;

  /** @param url address of sw.js. Never rejects. */
  async start(url: string): Promise<void> {
    const { container, reload } = this.surroundings;
    if (!container) return;
    // Every tab goes over to the new version together: a tab of the old one would find its files gone.
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
      return fail(`The browser refused the service worker: ${error instanceof Error ? error.message : String(error)}`);
    }
    // Extensions and developer tools that block service workers answer without a registration.
    if (!registration) return fail("Something in this browser blocks service workers, so nothing can be kept.");
    const look = () => {
      // The very first version waits for nobody.
      if (registration.active) this.#setWaiting(registration.waiting);
    };
    const watch = () => {
      const worker = registration.installing;
      let installed = false;
      worker?.addEventListener("statechange", () => {
        look();
        installed ||= worker.state === "installed";
        // Its message may be on its way still, or never have been sent: the browser may end a worker at any time.
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

  /** Lets the newer version take over; the page then reloads. */
  accept(): void {
    const { waiting } = this.#state.getState();
    // A page that no service worker controls hears of no change of controllers.
    waiting?.addEventListener("statechange", () => waiting.state === "activated" && this.surroundings.reload());
    waiting?.postMessage(TAKE_OVER);
  }

  #setWaiting(waiting: ServiceWorker | null): void {
    if (waiting !== this.#state.getState().waiting) this.#state.setState({ waiting });
  }
}
