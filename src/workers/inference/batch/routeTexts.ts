import { nextTask } from "../../../core/nextTask.ts";
import type { CallContext } from "../../../rpc/serve.ts";
import type { Backends } from "../engine/backends.ts";
import { output } from "../engine/engine.ts";
import { equalLengths } from "../states.ts";
import { FRAME, type PromptEncoder } from "../text/prompt.ts";
import { routerText } from "../text/reading.ts";
import { notYetRouted, placeRouted, type RoutedTexts } from "./routedTexts.ts";

/** Texts that are tokenised between two looks at what else there is to do. */
const AT_ONCE = 200;
/** Prompts of one length that are run together: more save nothing, and a typed prompt would wait for them. */
const MOST = 32;

/**
 * Runs the router on many texts, sorted by length and in batches; a typed prompt waits for one batch at most. Progress counts texts.
 * Rejects with the signal's reason when aborted.
 */
export async function routeTexts(
  encoder: PromptEncoder,
  backends: Backends,
  texts: readonly string[],
  { signal, progress }: CallContext,
): Promise<RoutedTexts> {
  const sequences: number[][] = [];
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    for (const text of texts.slice(from, from + AT_ONCE)) sequences.push(encoder.encode(routerText(text))?.ids ?? []);
    await nextTask();
    signal.throwIfAborted();
  }
  const routed = notYetRouted(texts.length);
  let done = 0;
  const read = [...sequences.keys()].filter((row) => sequences[row]!.length > 0);
  for (const { places, batch } of equalLengths(
    read.map((row) => sequences[row]!),
    MOST,
  )) {
    const rows = places.map((place) => read[place]!);
    // The backend that is faster for batches.
    const outputs = await backends.use("experts", ({ engine, router }) =>
      engine.turn(() => {
        signal.throwIfAborted();
        return router.run(batch);
      }),
    );
    const answered = {
      losses: output(outputs, "losses"),
      states: output(outputs, "state"),
      tokens: new Uint16Array(rows.length).fill(batch.columns - FRAME),
    };
    placeRouted(answered, rows, routed);
    done += rows.length;
    progress({ loaded: done, total: texts.length });
  }
  return routed;
}
