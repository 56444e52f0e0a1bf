/** The service worker: serves the site offline, one version at a time. The build bundles it into sw.js. */
import type { Build } from "./build.ts";
import { installReason } from "./installReason.ts";
import { GET_MANIFEST, type InstallFailure, type PrecacheManifest, TAKE_OVER } from "./messages.ts";
import { Shell } from "./shell.ts";

declare const self: ServiceWorkerGlobalScope;
/** Filled in by the build. */
declare const BUILD: Build;

const shell = new Shell(BUILD, self.registration.scope);

// Until the whole version is cached, the previous one stays active; after that, until its last tab is closed or the user agrees.
self.addEventListener("install", (event) => event.waitUntil(install()));

/** Pages cannot see why an installation fails, so they are told first. */
async function install(): Promise<void> {
  try {
    await shell.install();
  } catch (error) {
    const failure: InstallFailure = { installFailed: installReason(error) };
    for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage(failure);
    throw error;
  }
}

self.addEventListener("message", (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(self.skipWaiting());
  if (event.data === GET_MANIFEST) {
    const belongings: PrecacheManifest = [...BUILD.shell, ...BUILD.library];
    event.ports[0]?.postMessage(belongings);
  }
});

// Open pages are not claimed: they were loaded from the network and continue that way.
self.addEventListener("activate", (event) => event.waitUntil(shell.dropOthers()));

self.addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request);
  if (answer) event.respondWith(answer);
});
