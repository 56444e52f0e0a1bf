/** The router's state of whole texts, in batches: the mean over windows of as many tokens as it reads. */
import type { Outputs } from "./engine/engine.ts";
import { output } from "./engine/engine.ts";
import type { Vocabulary } from "./text/words.ts";
import type { Batch } from "./types.ts";

/** Sequences of one length that are run together. */
const ROWS = 16;

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
  windows.sort((a, b) => a.ids.length - b.ids.length || a.row - b.row);
  let states: States | null = null;
  for (let from = 0; from < windows.length; ) {
    const columns = windows[from]!.ids.length;
    let to = from + 1;
    while (to < windows.length && to - from < ROWS && windows[to]!.ids.length === columns) to++;
    const part = windows.slice(from, to);
    const ids = BigInt64Array.from(part.flatMap((window) => window.ids.map(BigInt)));
    const found = output(await run({ rows: part.length, columns, ids }), name);
    const width = found.length / part.length;
    states ??= { columns: width, data: new Float32Array(texts.length * width) };
    for (const [i, { row, share }] of part.entries())
      for (let k = 0; k < width; k++) states.data[row * width + k]! += share * found[i * width + k]!;
    from = to;
  }
  return states ?? { columns: 0, data: new Float32Array(0) };
}
