import type { Polygon } from "../../../workers/map/polygon.ts";

/** Pixels between two corners of the line. */
const STEP = 3;

type Corner = Polygon[number];

/**
 * The line of an area that is being drawn by one pointer, in pixels. A second pointer, or a press that the browser takes away (a call
 * comes in, a system gesture begins), gives the line up: what was drawn until then  not an area that anybody closed.
 */
export class LassoLine {
  #pointer: number | null = null;
  /** Pointers that are down, the drawing one among them. */
  readonly #down = new Set<number>();
  #corners: readonly Corner[] | null = null;

  /** The corners so far; null while nothing is drawn. */
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

  /** The pointer is lifted. Returns the line when that closes it, else null. */
  end(pointer: number): readonly Corner[] | null {
    this.#down.delete(pointer);
    if (pointer !== this.#pointer) return null;
    const closed = this.#corners;
    this.giveUp();
    return closed;
  }

  /** The browser has taken the pointer away. */
  cancel(pointer: number): void {
    this.#down.delete(pointer);
    if (pointer === this.#pointer) this.giveUp();
  }

  giveUp(): void {
    this.#pointer = null;
    this.#corners = null;
  }
}
