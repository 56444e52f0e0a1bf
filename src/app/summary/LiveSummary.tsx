import { useEffect, useState } from "react";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import type { State } from "../../state/store.ts";
import { useSession } from "../context.ts";
import { Said } from "../ui/words/Said.tsx";
import { decisionSummary, frontSummary, mapSummary, selectionSummary } from "./summaries.ts";

/** Typing and slider movement are only announced once they stop. */
const SETTLE_MS = 800;

/** Announces changes to decision, selection, front and map in one sentence each; only those that changed. */
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
      if (SUMMED.every((key) => state[key] === old[key]) && DERIVED.every((of) => of(state) === of(old))) return;
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
      <Said>{said}</Said>
    </p>
  );
}

const SUMMED = ["axis", "outcome", "selection", "promptProblem", "placed"] as const satisfies readonly (keyof State)[];

const DERIVED = [libraryOf, predictionOf, policyOf] as const;

function summaries(state: State): (string | null)[] {
  return [decisionSummary(state), selectionSummary(state), frontSummary(state), mapSummary(state)];
}
