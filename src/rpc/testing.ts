/** @file A fake worker for tests: the test plays the worker's side of the conversation. */
import type { WorkerLike } from "./caller.ts";

export class FakeWorker implements WorkerLike {
  readonly sent: { message: Record<string, unknown>; transfer: Transferable[] }[] = [];
  terminated = false;
  readonly #listeners: { type: string; listener: (event: never) => void }[] = [];

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.sent.push({ message: message as Record<string, unknown>, transfer });
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.push({ type, listener });
  }

  terminate(): void {
    this.terminated = true;
  }

  emit(type: "message" | "error" | "messageerror", event: object): void {
    for (const entry of this.#listeners) if (entry.type === type) entry.listener(event as never);
  }

  reply(data: object): void {
    this.emit("message", { data });
  }
}
