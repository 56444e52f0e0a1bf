import { useCallback } from "react";
import { preparedFront } from "./prepared.ts";

/** The front as the build has drawn it, or the room that it takes: what the Pareto panel shows before the library is there. */
export function PreparedFront() {
  const put = useCallback((place: HTMLElement | null) => {
    const front = preparedFront();
    if (place && front) place.replaceChildren(front);
  }, []);
  return (
    <div className="prepared" ref={put}>
      <div className="verdict-room" />
      <div className="plot" />
    </div>
  );
}
