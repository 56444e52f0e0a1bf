import { HEADLINE_KIND } from "../../../analysis/rows/benchmarkRows.ts";
import type { Library } from "../../../library/load.ts";
import { useExplorer, useSession } from "../../context.ts";
import { KindPicker } from "./KindPicker.tsx";

/** Picks the kind of benchmark prompts that the whole page shows; hidden if there is only one kind. */
export function KindChoice({ library }: { library: Library }) {
  const session = useSession();
  const kind = useExplorer((state) => state.selection.kind) ?? HEADLINE_KIND;
  return (
    <KindPicker
      library={library}
      kind={kind}
      onKind={(value) => session.select({ kind: value === HEADLINE_KIND ? null : value })}
    />
  );
}
