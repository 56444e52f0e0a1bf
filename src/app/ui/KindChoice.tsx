import { HEADLINE_KIND } from "../../analysis/rows/benchmarkRows.ts";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { Choice } from "./Choice.tsx";
import { kindOptions } from "./words/kindOptions.ts";

/** Picks the kind of benchmark prompts that the whole page shows; hidden if there is only one kind. */
export function KindChoice({ library }: { library: Library }) {
  const session = useSession();
  const kind = useExplorer((state) => state.selection.kind) ?? HEADLINE_KIND;
  const options = kindOptions(library, kind);
  if (options.length < 2) return null;
  return (
    <Choice
      label="prompts"
      value={kind}
      options={options}
      onChange={(value) => session.select({ kind: value === HEADLINE_KIND ? null : value })}
    />
  );
}
