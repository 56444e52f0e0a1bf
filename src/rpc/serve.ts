import { paced } from "../core/paced.ts";
import type { Calls, FromWorker, Holdings, Progress, ToWorker } from "./channel.ts";
import { toWire } from "./errors.ts";

/** The part of the worker's global scope that is used, so that tests can replace it. */
export interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

export interface CallContext {
  /** Aborted when the page no longer wants the answer. */
  signal: AbortSignal;
  progress(progress: Progress): void;
}

/** A handler's result; buffers in `transfer` are moved to the page, not copied. */
export interface Reply<R> {
  result: R;
  transfer?: Transferable[];
}

export type Handlers<C extends Calls> = {
  [T in keyof C]: (request: C[T]["request"], context: CallContext) => Promise<Reply<C[T]["result"]>>;
};

/**
 * The worker's side of a protocol: answers every call with a result or an error. Calls start as their messages arrive and may
 * overlap; handlers that must not overlap use a queue. Returns a function that sends an event.
 * @param held what the worker holds in memory; its calls are counted here
 */
export function serve<C extends Calls, Event = never>(
  scope: WorkerScope,
  handlers: Handlers<C>,
  held: () => Omit<Holdings, "calls">,
): (event: Event) => void {
  const running = new Map<number, AbortController>();
  const post = (message: FromWorker<C, Event>, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

  async function answer({ id, type, request }: Extract<ToWorker<C>, { kind: "call" }>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    let written: Pick<Progress, "text" | "part"> = {};
    const told = paced((loaded, total) => post({ kind: "progress", id, progress: { loaded, total, ...written } }));
    const progress = ({ loaded, total, ...more }: Progress) => {
      written = more;
      told(loaded, total);
    };
    try {
      const { result, transfer } = await handlers[type](request, { signal: controller.signal, progress });
      post({ kind: "result", id, result }, transfer);
    } catch (error) {
      post({ kind: "error", id, error: toWire(error) });
    } finally {
      told.end();
      running.delete(id);
    }
  }

  scope.addEventListener("message", ({ data }: MessageEvent<ToWorker<C>>) => {
    if (data.kind === "cancel") running.get(data.id)?.abort();
    else if (data.kind === "holdings") {
      post({ kind: "result", id: data.id, result: { ...held(), calls: running.size } });
    } else void answer(data as Extract<ToWorker<C>, { kind: "call" }>);
  });
  return (event) => post({ kind: "event", event });
}
