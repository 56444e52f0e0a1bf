import { browserStorage, type Storage } from "../library/storage/fileCache.ts";
import { download } from "../library/storage/integrity.ts";
import { askPrecacheManifest } from "./precacheManifest.ts";

/** Files that run experts with a tokenizer of their own, by device: nobody else fetches them. */
const RUNNER = { wasm: /\/transformers[^/]*\.js$/, webgpu: /\/[^/]*(?:transformers|webgpu|asyncify)[^/]*$/ } as const;

/** The browser features that are used, replaceable in tests. */
export interface Surroundings {
  container: Pick<ServiceWorkerContainer, "getRegistration" | "ready"> | null;
  storage: Storage | null;
  fetch?: typeof fetch | undefined;
}

/**
 * Keeps what runs added experts for use without a network. On a first visit it comes past the service worker, which does not take over open
 * pages, and would be missing on the next one. Waits for the service worker, and never rejects.
 */
export async function keepRunner(device: keyof typeof RUNNER, surroundings: Surroundings = ofBrowser()): Promise<void> {
  const { container, storage, fetch } = surroundings;
  if (!container || !storage) return;
  try {
    await container.ready;
    const files = (await askPrecacheManifest(container)) ?? [];
    // Files that are kept are not fetched again; the others usually come from the browser's own cache.
    for (const file of files) if (RUNNER[device].test(file.url)) await download(file.url, file, { storage, fetch });
  } catch {
    // Without a network or room it stays as it was: the next run fetches it.
  }
}

const ofBrowser = (): Surroundings => ({
  container: globalThis.navigator?.serviceWorker ?? null,
  storage: browserStorage(),
});
