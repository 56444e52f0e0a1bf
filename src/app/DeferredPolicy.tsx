import { type ReactNode, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { policyOf } from "../analysis/policy/policyOf.ts";
import type { Policy } from "../state/policy.ts";
import type { State } from "../state/store.ts";
import { DeferredPolicyContext, useSession } from "./context.ts";
import { FrameScheduler } from "./frameScheduler.ts";

/** All panels of the page. */
const turns = new FrameScheduler();

/** Time budget per turn for preparing pieces, in milliseconds: cached pieces take no time and need no turns. */
const LONGEST_MS = 4;

/** Work to prepare piece by piece before a policy is rendered; its results are cached where rendering looks for them. */
type Ahead = (state: State, policy: Policy) => readonly (() => unknown)[];

/**
 * Provides the policy to an expensive panel, deferred behind the slider: each panel gets a turn in a frame of its own. It is
 * deferred here and not in the panel: a panel that read the current policy would render twice per step, the first time in vain.
 */
export function DeferredPolicy({ ahead = NOTHING, children }: { ahead?: Ahead; children: ReactNode }) {
  return <DeferredPolicyContext.Provider value={useLaggingPolicy(ahead)}>{children}</DeferredPolicyContext.Provider>;
}

const NOTHING: Ahead = () => [];

/**
 * The policy at the start of the panel's turn. Once started, it is prepared and rendered even if the slider moves on, and the
 * newest policy comes next: so the panel follows a slider that never rests, a few frames behind.
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
      // A failing piece does not block the panel's next turn, in which rendering finds out what is wrong.
      turns.take(step);
      while (pieces!.length > 0 && performance.now() < end) pieces!.shift()!();
      if (pieces!.length > 0) return;
      turns.leave(step);
      pieces = null;
      // Within its turn, canvases included: React would otherwise render it while the slider's next step waits.
      flushSync(() => setShown(target!));
      follow();
    };
    const follow = () => {
      const newest = policyOf(store.getState());
      if (pieces === null && target !== newest) begin(newest);
    };
    // What has changed since the first render.
    follow();
    const unsubscribe = store.subscribe(follow);
    return () => {
      turns.leave(step);
      unsubscribe();
    };
  }, [store, ahead]);
  return shown;
}
