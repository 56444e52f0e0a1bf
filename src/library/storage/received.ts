import { joinBytes } from "../../core/joinBytes.ts";

/**
 * The bytes of a download as they arrive. If the length is known beforehand, memory is allocated once, so that a large file is
 * never held twice. Throws a RangeError when there is not enough memory.
 */
export class Received {
  /** Bytes so far. */
  length = 0;
  #buffer = new Uint8Array(0);
  /** Data received without a known length, or beyond it. */
  readonly #chunks: Uint8Array[] = [];

  /** @param length an estimate: the data may be shorter or longer, for instance when the transfer is compressed */
  expect(length: number): void {
    if (this.length === 0) this.#buffer = new Uint8Array(length);
  }

  add(chunk: Uint8Array): void {
    if (this.#chunks.length === 0 && this.length + chunk.length <= this.#buffer.length) {
      this.#buffer.set(chunk, this.length);
    } else {
      if (this.#chunks.length === 0) this.#chunks.push(this.#buffer.subarray(0, this.length));
      this.#chunks.push(chunk);
    }
    this.length += chunk.length;
  }

  /** Forgets what has arrived. */
  clear(): void {
    this.length = 0;
    this.#chunks.length = 0;
    this.#buffer = new Uint8Array(0);
  }

  /** All bytes. */
  whole(): ArrayBuffer {
    if (this.#chunks.length === 0) {
      const { buffer } = this.#buffer;
      return this.length === buffer.byteLength ? buffer : buffer.slice(0, this.length);
    }
    return joinBytes(this.#chunks).buffer;
  }
}
