import { useEffect, useState } from "react";
import type { State } from "../../state/store.ts";
import { useSession } from "../context.ts";
import { frontSummary, mapSummary, selectionSummary } from "./summaries.ts";

/** A moving slider is not read out on its way, only where it stops. */
const SETTLE_MS = 800;

/** Reads the plots out when they have changed: front, selection and map in one sentence each; only what is new. */
export function LiveSummary() {
  const { store } = useSession();
  const [said, setSaid] = useState("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before: readonly (string | null)[] = summaries(store.getState());
    const tell = () => {
      const now = summaries(store.getState());
      const fresh = now.filter((sentence, k) => sentence !== null && sentence !== before[k]);
      before = now;
      if (fresh.length > 0) setSaid(fresh.join(" "));
    };
    const unsubscribe = store.subscribe((state, old) => {
      if (SUMMED.every((key) => state[key] === old[key])) return;
      clearTimeout(timer);
      timer = setTimeout(tell, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
  return (
    <p className="visually-hidden" role="status" aria-label="Plots">
      {said}
    </p>
  );
}

const SUMMED = [
  "library",
  "lambdas",
  "bounds",
  "axis",
  "outcome",
  "selection",
  "placed",
] as const satisfies readonly (keyof State)[];

function summaries(state: State): (string | null)[] {
  return [selectionSummary(state), frontSummary(state), mapSummary(state)];
}
