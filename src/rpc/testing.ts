/** @file A fake worker for tests, whose side of the conversation the test plays, and a handle on such workers. */
import type { WorkerLike } from "./caller.ts";
import { type HandleOptions, WorkerHandle } from "./workerHandle.ts";

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

export type PlayedCalls = {
  open: { request: string; result: string };
  extend: { request: string; result: string };
  ask: { request: string; result: string };
  bye: { request: null; result: null };
};

/** Lets all settled promises run their callbacks. */
export const heard = () => new Promise((resolve) => setTimeout(resolve));

/** A handle on workers that the test plays. */
export class HandlePlay {
  /** All workers that were started, in order. */
  readonly workers: FakeWorker[] = [];
  readonly handle: WorkerHandle<PlayedCalls>;

  constructor(options: Partial<HandleOptions<PlayedCalls, never>> = {}) {
    const create = () => {
      this.workers.push(new FakeWorker());
      return this.last();
    };
    this.handle = new WorkerHandle(create, { notOpen: "Open it first.", closed: "It has been closed.", ...options });
  }

  last(): FakeWorker {
    return this.workers.at(-1)!;
  }

  /** The worker's requests so far, as "type request". */
  asked(worker: FakeWorker): string[] {
    return worker.sent.map(({ message }) => `${message.type} ${message.request}`);
  }

  answer(what: string, worker = this.last()): void {
    worker.reply({ kind: "result", id: this.#idOf(worker, what), result: what });
  }

  refuse(what: string, name: string, worker = this.last()): void {
    worker.reply({ kind: "error", id: this.#idOf(worker, what), error: { name, message: `${what}: no` } });
  }

  async ready(request = "a"): Promise<void> {
    const opening = this.handle.open("open", request);
    this.answer(`open ${request}`);
    await opening;
  }

  async crashed(): Promise<void> {
    await this.ready();
    this.last().emit("error", {});
  }

  #idOf(worker: FakeWorker, what: string): unknown {
    return worker.sent[this.asked(worker).lastIndexOf(what)]!.message.id;
  }
}
