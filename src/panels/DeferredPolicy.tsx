import { type ReactNode, startTransition, useEffect, useState } from "react";
import type { Policy } from "../state/flags.ts";
import type { State } from "../state/store.ts";
import { DeferredPolicyContext, useSession } from "./context.ts";

/** Longest that the panels lag behind a slider which never rests. */
const LONGEST_LAG_MS = 150;

/**
 * Gives the policy to the panels that draw much, all at once and behind the slider. It is deferred here, once, and not in every panel:
 * a panel that read the policy itself would be drawn twice a step, the first time for nothing.
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
      timer = undefined;
      const newest = policyOf(store.getState());
      setShown((drawn) => (samePolicy(drawn, newest) ? drawn : newest));
    };
    // What has changed since the first drawing.
    catchUp();
    const unsubscribe = store.subscribe((state, before) => {
      if (state.lambdas === before.lambdas && state.bounds === before.bounds) return;
      const policy = policyOf(state);
      startTransition(() => setShown(policy));
      // Not a transition: this is drawn to its end. Nothing happens where the panels have caught up by themselves.
      timer ??= setTimeout(catchUp, LONGEST_LAG_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  return shown;
}

const policyOf = ({ lambdas, bounds }: State): Policy => ({ lambdas, bounds });
const samePolicy = (a: Policy, b: Policy): boolean => a.lambdas === b.lambdas && a.bounds === b.bounds;
