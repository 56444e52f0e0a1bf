/**
 * @file The message format shared by both sides of a worker.
 *
 * A protocol maps a request's type to its payload and its result. Both sides derive their messages from that one map, so they
 * cannot disagree. Every call has an id, to which progress, result and error refer.
 */
import type { WireError } from "./errors.ts";

/** A protocol: payload and result of each type of request. */
export type Calls = Record<string, { request: unknown; result: unknown }>;

/** What a worker holds in memory, for the page's diagnostics: it must not grow over a long session. */
export interface Holdings {
  /** Models open in its runtimes: loaded and not released. */
  models: number;
  /** Files and tables cached for later calls. */
  bytes: number;
  /** Calls that are not answered yet. */
  calls: number;
}

/** Bytes fetched so far, and in total; or tokens of a text that is being written, with the text so far. */
export interface Progress {
  loaded: number;
  total: number;
  text?: string;
  /** What is known of the result already. It is sure to arrive only with the first report: later ones may be skipped. */
  part?: unknown;
}

type CallOf<C extends Calls> = {
  [T in keyof C & string]: { kind: "call"; id: number; type: T; request: C[T]["request"] };
}[keyof C & string];

/** `holdings` is the one question that every worker answers, whatever its protocol. */
export type ToWorker<C extends Calls> = CallOf<C> | { kind: "cancel"; id: number } | { kind: "holdings"; id: number };

/** `event` is sent by the worker on its own; `never` if a protocol has none. */
export type FromWorker<C extends Calls, Event> =
  | { kind: "result"; id: number; result: C[keyof C]["result"] | Holdings }
  | { kind: "error"; id: number; error: WireError }
  | { kind: "progress"; id: number; progress: Progress }
  | { kind: "event"; event: Event };
