import type { Library } from "../../../library/load.ts";
import { useExplorer } from "../../context.ts";
import { LeaveOut } from "./LeaveOut.tsx";
import { ModelEdits } from "./ModelEdits.tsx";

/** Changes that the user makes to a table to see what follows: which models, at which prices, on which prompts. */
export function WhatIf({ library }: { library: Library }) {
  const table = useExplorer(({ baseLibrary }) => baseLibrary);
  if (!table) return null;
  return (
    <details className="what-if">
      <summary>What if: other prices, fewer models, other prompts</summary>
      <ModelEdits table={table} shown={library} />
      <LeaveOut table={table} shown={library} />
    </details>
  );
}
