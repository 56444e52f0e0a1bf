/**
 * @file The message format shared by both sides of a worker.
 *
 * A protocol is a map from a request's type to its payload and its result. Both sides derive their messages from
 * that one map, so they cannot disagree. Every call carries an id; progress, result and error refer to it.
 */
import type { WireError } from "./errors.ts";

/** A protocol: what each type of request carries and gives back. */
export type Calls = Record<string, { request: unknown; result: unknown }>;

/** What a worker holds. A long session must not make it grow: the page's diagnostics show it. */
export interface Holdings {
  /** Models that are open in its runtimes: loaded and not released. */
  models: number;
  /** Files and tables that it keeps for the next call. */
  bytes: number;
  /** Calls that are not answered yet. */
  calls: number;
}

/** Bytes fetched so far and in all. */
export interface Progress {
  loaded: number;
  total: number;
}

type CallOf<C extends Calls> = {
  [T in keyof C & string]: { kind: "call"; id: number; type: T; request: C[T]["request"] };
}[keyof C & string];

/** `holdings`: the one question that every worker answers, whatever its protocol. */
export type ToWorker<C extends Calls> = CallOf<C> | { kind: "cancel"; id: number } | { kind: "holdings"; id: number };

/** `event` is sent by the worker unasked, `never` where a protocol has none. */
export type FromWorker<C extends Calls, Event> =
  | { kind: "result"; id: number; result: C[keyof C]["result"] | Holdings }
  | { kind: "error"; id: number; error: WireError }
  | { kind: "progress"; id: number; progress: Progress }
  | { kind: "event"; event: Event };
