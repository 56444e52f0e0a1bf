import type { Library } from "../../library/load.ts";
import { expertPaints, isAdded } from "./palette.ts";

interface ExpertMarkProps {
  library: Library;
  /** Place in the manifest. */
  expert: number;
  /** Class of the round or square dot of one of the library's own experts. */
  className: "dot" | "expert-swatch";
}

/**
 * An expert's colour, shown before its name: a dot, or a plus for an expert that the user added. Decorative: the name identifies
 * the expert.
 */
export function ExpertMark({ library, expert, className }: ExpertMarkProps) {
  const color = expertPaints(library)[expert];
  if (!isAdded(library, expert)) {
    return <span className={className} style={{ background: color }} aria-hidden="true" />;
  }
  // Two boxes instead of a clipped one, because figure export supports boxes.
  return (
    <span className="added-mark" aria-hidden="true">
      <i style={{ background: color }} />
      <i style={{ background: color }} />
    </span>
  );
}
