import type { FileReference } from "../library/load.ts";
import { GET_MANIFEST, type PrecacheManifest } from "./messages.ts";

/** A version that does not know this message never answers. */
const TIMEOUT_MS = 3_000;

/**
 * Every file of the site's active version, by absolute URL; null if there is no active version, or if it does not answer. Never
 * rejects.
 */
export async function askPrecacheManifest(
  container: Pick<ServiceWorkerContainer, "getRegistration">,
): Promise<(FileReference & { onDemand: boolean })[] | null> {
  const registration = await container.getRegistration().catch(() => undefined);
  const worker = registration?.active;
  if (!registration || !worker) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<PrecacheManifest | null>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<PrecacheManifest>) => resolve(data);
    setTimeout(() => resolve(null), TIMEOUT_MS);
  });
  worker.postMessage(GET_MANIFEST, [port2]);
  const files = await answer;
  port1.close();
  return (
    files?.map(({ path, sha256, bytes, onDemand }) => {
      return { url: new URL(path, registration.scope).href, sha256, bytes, onDemand };
    }) ?? null
  );
}
