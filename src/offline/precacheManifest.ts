import type { FileReference } from "../library/load.ts";
import { GET_MANIFEST, type PrecacheManifest } from "./messages.ts";

/** A version that does not know the question leaves it unanswered. */
const TIMEOUT_MS = 3_000;

/**
 * Every file of the version that is in charge of the site, by absolute address; null while none is, or when it is one that does
 * not tell. Never rejects.
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
