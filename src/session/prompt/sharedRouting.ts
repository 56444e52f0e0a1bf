import type { CallOptions } from "../../rpc/caller.ts";
import { notYetRouted, placeRouted, type RoutedTexts } from "../../workers/inference/batch/routedTexts.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";

type Routes = Pick<InferenceClient, "routeTexts">;

/** Workers that share in routing. */
export interface FurtherWorkers {
  /** At most so many. */
  count: number;
  /** Opens one with the same router. */
  open(signal: AbortSignal): Promise<Routes & Pick<InferenceClient, "dispose">>;
}

/** Rows of texts. */
type Part = readonly number[];

/** Texts of one part: enough that batches of one length form, and few enough that all workers end at about the same time. */
export const PART = 128;

/**
 * Routes texts in several workers, each of which takes the next part when it has done one; the longest texts first, so that the last
 * parts are short. Further workers start while the first one is at work. What one of them fails to do, the others do.
 * @param first whose failure is the call's
 * @param further the other workers; null for none
 * @returns as `routeTexts` of one worker
 */
export async function routeShared(
  texts: readonly string[],
  first: Routes,
  further: FurtherWorkers | null,
  { signal, onProgress }: CallOptions,
): Promise<RoutedTexts> {
  if (!further || texts.length <= PART) return first.routeTexts(texts, { signal, onProgress });
  const parts = partsOf(texts);
  const routed = notYetRouted(texts.length);
  /** Texts that are done of each part that was taken. */
  const done = new Map<Part, number>();
  const ended = new AbortController();
  const all = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  const count = () => [...done.values()].reduce((sum, ofPart) => sum + ofPart, 0);

  const work = async (worker: Routes) => {
    for (let part = parts.pop(); part; part = parts.pop()) {
      const mine = part;
      const tell = (loaded: number) => {
        done.set(mine, loaded);
        onProgress?.({ loaded: count(), total: texts.length });
      };
      try {
        const some = await worker.routeTexts(
          mine.map((row) => texts[row]!),
          { signal: all, onProgress: ({ loaded }) => tell(loaded) },
        );
        placeRouted(some, mine, routed);
        tell(mine.length);
      } catch (error) {
        done.delete(mine);
        parts.push(mine);
        throw error;
      }
    }
  };
  const help = async () => {
    const worker = await further.open(all);
    await work(worker).finally(() => worker.dispose());
  };
  const helpers = Math.min(further.count, parts.length - 1);
  // What a further worker cannot do is left to the first one.
  const helping = Promise.all(Array.from({ length: helpers }, () => help().catch(() => undefined)));
  try {
    await work(first);
    // One that is still being opened has nothing left to do.
    if (count() === texts.length) ended.abort();
    await helping;
    await work(first);
    return routed;
  } finally {
    ended.abort();
    await helping;
  }
}

/** Rows of the texts in parts of neighbouring lengths, the longest last. */
function partsOf(texts: readonly string[]): Part[] {
  const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length || a - b);
  return Array.from({ length: Math.ceil(order.length / PART) }, (_, k) => order.slice(k * PART, (k + 1) * PART));
}
