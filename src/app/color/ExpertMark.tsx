import type { Library } from "../../library/load.ts";
import { expertColors, isAdded } from "./palette.ts";

interface ExpertMarkProps {
  library: Library;
  /** Place in the manifest. */
  expert: number;
  /** Class of the round or square dot of an expert of the library itself. */
  className: "dot" | "expert-swatch";
}

/** The colour of an expert, before its name: a dot, or a plus for one that the user added. Decoration: the name says who it is. */
export function ExpertMark({ library, expert, className }: ExpertMarkProps) {
  const color = expertColors(library)[expert];
  if (!isAdded(library, expert)) {
    return <span className={className} style={{ background: color }} aria-hidden="true" />;
  }
  // Two boxes, and no clipped one: saved figures hold boxes.
  return (
    <span className="added-mark" aria-hidden="true">
      <i style={{ background: color }} />
      <i style={{ background: color }} />
    </span>
  );
}
