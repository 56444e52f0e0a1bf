import { Interval } from "../ui/words/Interval.tsx";
import type { FrontSummary } from "./frontSummary.ts";

interface FrontSummaryLineProps {
  frontSummary: FrontSummary;
  /** Whether some λ is above 0. */
  weighed: boolean;
  /** Whether intervals are still to come: their room is kept, so that no word moves when they are there. */
  estimating: boolean;
}

/** The front in three plain sentences: what routing gains over the best single expert, how much is left to gain, and what it costs. */
export function FrontSummaryLine({ frontSummary, weighed, estimating }: FrontSummaryLineProps) {
  const { gains, difference, router, single, singleLabel, gapClosed, cost, singleCost, around, expert, room } =
    frontSummary;
  const interval = (text: string | null, width: string) =>
    (text || estimating) && <Interval className="interval" toCome={!text}>{` ${text || width}`}</Interval>;
  return (
    // A new paragraph on every change; Said.tsx explains why.
    <p className="verdict" key={JSON.stringify([frontSummary, weighed, estimating])}>
      {weighed && "At the current λ, "}
      <strong>
        {weighed ? "routing" : "Routing"} {gains ? "gains" : "gives up"} {difference}
      </strong>
      {interval(frontSummary.differenceInterval, room.difference)} compared with the best single {expert}, {singleLabel}
      : {router} instead of {single}.
      {gapClosed && (
        <>
          {" "}
          That closes <strong>{gapClosed}</strong>
          {interval(frontSummary.gapInterval, room.gap)} of the gap to an oracle that always picks the best {expert}.
        </>
      )}{" "}
      <span className="verdict-cost">
        It costs{" "}
        {frontSummary.routerParameters && (
          <>
            one pass of the router ({frontSummary.routerParameters} parameters) per prompt; the experts that answer have{" "}
          </>
        )}
        {around.before}
        <strong>{cost}</strong>
        {around.after}, {singleLabel} {singleCost}.
      </span>
    </p>
  );
}
