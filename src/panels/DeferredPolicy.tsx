import { type ReactNode, startTransition, useEffect, useState } from "react";
import type { Policy } from "../state/flags.ts";
import type { State } from "../state/store.ts";
import { DeferredPolicyContext, useSession } from "./context.ts";
import { Turns } from "./turns.ts";

/** Longest that a panel lags behind a slider which never rests, besides the frames of the panels before it. */
const LONGEST_LAG_MS = 150;
/** All panels of the page. */
const turns = new Turns();

/**
 * Gives the policy to a panel that draws much, behind the slider: each has its turn, a frame of its own. It is deferred here, and not in
 * the panel: one that read the policy itself would be drawn twice a step, the first time for nothing.
 */
export function DeferredPolicy({ children }: { children: ReactNode }) {
  return <DeferredPolicyContext.Provider value={useLaggingPolicy()}>{children}</DeferredPolicyContext.Provider>;
}

/** The newest policy that there was time to draw. A step of the slider breaks off what is being drawn; so that something is, not for long. */
function useLaggingPolicy(): Policy {
  const { store } = useSession();
  const [shown, setShown] = useState(() => policyOf(store.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const catchUp = () => {
      const newest = policyOf(store.getState());
      setShown((drawn) => (samePolicy(drawn, newest) ? drawn : newest));
    };
    const draw = () => startTransition(catchUp);
    // What has changed since the first drawing.
    catchUp();
    const unsubscribe = store.subscribe((state, before) => {
      if (state.lambdas === before.lambdas && state.bounds === before.bounds) return;
      turns.take(draw);
      // Not a transition: this is drawn to its end. Nothing happens where the panel has caught up by itself.
      timer ??= setTimeout(() => {
        timer = undefined;
        turns.take(catchUp);
      }, LONGEST_LAG_MS);
    });
    return () => {
      clearTimeout(timer);
      turns.leave(draw);
      turns.leave(catchUp);
      unsubscribe();
    };
  }, [store]);
  return shown;
}

const policyOf = ({ lambdas, bounds }: State): Policy => ({ lambdas, bounds });
const samePolicy = (a: Policy, b: Policy): boolean => a.lambdas === b.lambdas && a.bounds === b.bounds;
