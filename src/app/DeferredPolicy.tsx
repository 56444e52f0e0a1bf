import { type ReactNode, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { policyOf } from "../analysis/policy/policyOf.ts";
import type { Policy } from "../state/policy.ts";
import type { State } from "../state/store.ts";
import { DeferredPolicyContext, useSession } from "./context.ts";
import { FrameScheduler } from "./frameScheduler.ts";

/** All panels of the page. */
const turns = new FrameScheduler();

/** No further piece is begun in a turn after so long: pieces that are remembered take no time, and so no turns. */
const LONGEST_MS = 4;

/** Work to do, piece by piece, before a policy is drawn; what it gives is remembered where the drawing looks for it. */
type Ahead = (state: State, policy: Policy) => readonly (() => unknown)[];

/**
 * Gives the policy to a panel that draws much, behind the slider: each panel has its turn, a frame of its own. It is deferred here, and
 * not in the panel: one that read the policy itself would be drawn twice a step, the first time for nothing.
 */
export function DeferredPolicy({ ahead = NOTHING, children }: { ahead?: Ahead; children: ReactNode }) {
  return <DeferredPolicyContext.Provider value={useLaggingPolicy(ahead)}>{children}</DeferredPolicyContext.Provider>;
}

const NOTHING: Ahead = () => [];

/**
 * The policy as it was when the panel's turn began. Once begun it is prepared and drawn, however the slider moves on, and then the newest:
 * so the panel follows a slider that never rests, some frames behind.
 */
function useLaggingPolicy(ahead: Ahead): Policy {
  const { store } = useSession();
  const [shown, setShown] = useState(() => policyOf(store.getState()));
  useEffect(() => {
    let target: Policy | null = null;
    let pieces: (() => unknown)[] | null = null;
    const begin = (policy: Policy) => {
      target = policy;
      pieces = [...ahead(store.getState(), policy)];
      turns.take(step);
    };
    const step = () => {
      const end = performance.now() + LONGEST_MS;
      // One that fails does not keep the panel from its next turn, in which drawing finds out what is wrong.
      turns.take(step);
      while (pieces!.length > 0 && performance.now() < end) pieces!.shift()!();
      if (pieces!.length > 0) return;
      turns.leave(step);
      pieces = null;
      // Within its turn, canvases included: left to React it would be drawn while the slider's next step waits.
      flushSync(() => setShown(target!));
      follow();
    };
    const follow = () => {
      const newest = policyOf(store.getState());
      if (pieces === null && target !== newest) begin(newest);
    };
    // What has changed since the first drawing.
    follow();
    const unsubscribe = store.subscribe(follow);
    return () => {
      turns.leave(step);
      unsubscribe();
    };
  }, [store, ahead]);
  return shown;
}
