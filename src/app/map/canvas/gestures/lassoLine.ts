import type { Polygon } from "../../../../workers/map/polygon.ts";

/** Pixels between two corners of the line. */
const STEP = 3;

type Corner = Polygon[number];

/**
 * The outline of an area that one pointer is drawing, in pixels. A second pointer, or a press that the browser cancels (an incoming
 * call, a system gesture), discards it: an unfinished outline is not a selection.
 */
export class LassoLine {
  #pointer: number | null = null;
  /** Pointers that are down, including the drawing one. */
  readonly #down = new Set<number>();
  #corners: readonly Corner[] | null = null;

  /** The corners so far; null while nothing is being drawn. */
  get corners(): readonly Corner[] | null {
    return this.#corners;
  }

  start(pointer: number, at: Corner): void {
    this.#down.add(pointer);
    const alone = this.#down.size === 1;
    this.#pointer = alone ? pointer : null;
    this.#corners = alone ? [at] : null;
  }

  move(pointer: number, at: Corner): void {
    const last = this.#corners?.at(-1);
    if (!last || pointer !== this.#pointer || Math.hypot(at[0] - last[0], at[1] - last[1]) < STEP) return;
    this.#corners = [...this.#corners!, at];
  }

  /** The pointer is lifted. Returns the line if that closes it, else null. */
  end(pointer: number): readonly Corner[] | null {
    this.#down.delete(pointer);
    if (pointer !== this.#pointer) return null;
    const closed = this.#corners;
    this.giveUp();
    return closed;
  }

  /** The browser has cancelled the pointer. */
  cancel(pointer: number): void {
    this.#down.delete(pointer);
    if (pointer === this.#pointer) this.giveUp();
  }

  giveUp(): void {
    this.#pointer = null;
    this.#corners = null;
  }
}
