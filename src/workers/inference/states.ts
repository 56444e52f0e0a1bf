/** The router's state of whole texts, in batches: the mean over windows of as many tokens as it reads. */
import type { Outputs } from "./engine/engine.ts";
import { output } from "./engine/engine.ts";
import type { Vocabulary } from "./text/words.ts";
import type { Batch } from "./types.ts";

/** Sequences of one length that are run together. */
export const ROWS = 16;

/** Sequences in batches of equal length, shortest first: nothing is padded. @param most rows of a batch */
export function* equalLengths(
  sequences: readonly (readonly number[])[],
  most: number,
): Generator<{ places: number[]; batch: Batch }> {
  const order = [...sequences.keys()].sort((a, b) => sequences[a]!.length - sequences[b]!.length || a - b);
  for (let from = 0; from < order.length; ) {
    const columns = sequences[order[from]!]!.length;
    let to = from + 1;
    while (to < order.length && to - from < most && sequences[order[to]!]!.length === columns) to++;
    const places = order.slice(from, to);
    const ids = BigInt64Array.from(places.flatMap((place) => sequences[place]!.map(BigInt)));
    yield { places, batch: { rows: places.length, columns, ids } };
    from = to;
  }
}

export interface States {
  columns: number;
  /** Texts × columns. */
  data: Float32Array;
}

/**
 * @param run the router on one batch
 * @param name of the router's output
 * Windows of equal length are run together: nothing is padded, so that a text's state does not depend on the others.
 */
export async function statesOf(
  texts: readonly string[],
  { tokenize, frame, room }: Vocabulary,
  run: (batch: Batch) => Promise<Outputs>,
  name = "state",
): Promise<States> {
  const windows = texts.flatMap((text, row) => {
    const ids = tokenize(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
    const count = Math.max(1, Math.ceil(ids.length / room));
    return Array.from({ length: count }, (_, w) => ({
      row,
      share: 1 / count,
      ids: [...frame[0], ...ids.slice(w * room, (w + 1) * room), ...frame[1]],
    }));
  });
  let states: States | null = null;
  const sequences = windows.map(({ ids }) => ids);
  for (const { places, batch } of equalLengths(sequences, ROWS)) {
    const found = output(await run(batch), name);
    const width = found.length / places.length;
    states ??= { columns: width, data: new Float32Array(texts.length * width) };
    for (const [i, place] of places.entries()) {
      const { row, share } = windows[place]!;
      for (let k = 0; k < width; k++) states.data[row * width + k]! += share * found[i * width + k]!;
    }
  }
  return states ?? { columns: 0, data: new Float32Array(0) };
}
