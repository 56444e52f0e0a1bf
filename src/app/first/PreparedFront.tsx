import { type ReactNode, useCallback } from "react";
import { Panel } from "../ui/Panel.tsx";
import { type PreparedPart, prepared } from "./prepared.ts";

/**
 * The Pareto panel before its library is there: the front as the build has drawn it, or the room that it takes, and the room of the
 * controls.
 */
export function PreparedFront() {
  return (
    <Panel
      title="Pareto front"
      className="pareto"
      tools={<Prepared part="tools" />}
      below={<div className="front-facts" />}
    >
      <Prepared part="front">
        <div className="verdict-room" />
        <div className="plot" />
      </Prepared>
    </Panel>
  );
}

/** What the build has drawn, or else the children. */
function Prepared({ part, children }: { part: PreparedPart; children?: ReactNode }) {
  const put = useCallback(
    (place: HTMLElement | null) => {
      const drawn = prepared(part);
      if (place && drawn) place.replaceChildren(drawn);
    },
    [part],
  );
  return (
    <div className="prepared" ref={put}>
      {children}
    </div>
  );
}
