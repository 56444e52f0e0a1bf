import type { ReactNode } from "react";
import type { Expert } from "../../library/manifest/manifest.ts";
import { tipSeen, tipStop } from "../tips/tip.ts";
import { formatCount, formatNats } from "../ui/words/format.ts";
import { firstAndOthers } from "../ui/words/names.ts";

/** One part of the stacked bar: the predicted loss or one λC, in nats. */
export interface CostPart {
  id: string;
  label: string;
  nats: number;
  color: string;
}

interface ExpertRowProps {
  expert: Expert;
  place: number;
  parts: readonly CostPart[];
  /** Its predicted loss as shown: a range, where the library tells it. */
  predicted: string;
  /** Nats at the right end of the bar's scale. */
  scaleEnd: number;
  /** The mark before its name. */
  mark: ReactNode;
  /** Whether a flag's bound excludes the expert. */
  barred: boolean;
  /** Labels of the experts that dominate it: at least as good in everything and better in something. */
  dominators: readonly string[];
}

/** One expert of the ranking: its objective L̂ + Σ λC as a stacked bar, and its predicted loss. */
export function ExpertRow({ expert, place, parts, predicted, scaleEnd, mark, barred, dominators }: ExpertRowProps) {
  const total = parts.reduce((sum, part) => sum + part.nats, 0);
  const dominated = dominators.length > 0 ? `dominated by ${firstAndOthers(dominators)}` : null;
  const spoken = [
    ...parts.map((part) => `${part.label} ${formatNats(part.nats)}`),
    ...(predicted.includes("–") ? [`probably ${predicted}`] : []),
    ...(parts.length > 1 ? [`sum ${formatNats(total)}`] : []),
  ].join(", ");
  return (
    <li className={place === 0 ? "expert winner" : "expert"} data-expert={expert.id}>
      {mark}
      <span
        className="expert-name"
        {...tipStop(
          `${expert.id}: ${expert.description}${dominated ? `\n${dominated}: no λ makes it the best choice` : ""}`,
        )}
      >
        {expert.label}
        {expert.parameters > 0 && <span className="quiet"> {formatCount(expert.parameters)}</span>}
        {dominated && (
          <span className="dominated" aria-hidden="true">
            {" "}
            ≺ {dominators[0]}
          </span>
        )}
      </span>
      {barred || Number.isNaN(total) ? (
        <span className="quiet">{barred ? "excluded by a flag" : "no predicted loss"}</span>
      ) : (
        <>
          <span className="bar" aria-hidden="true" {...tipSeen(spoken)}>
            {parts.map((part, k) => (
              <span
                key={part.id}
                className="bar-part"
                style={{
                  transform: `translateX(${(100 * before(parts, k)) / scaleEnd}%) scaleX(${part.nats / scaleEnd})`,
                  background: part.color,
                }}
              />
            ))}
          </span>
          <span className="expert-loss">{predicted}</span>
          <span className="visually-hidden">
            {expert.id}: {spoken}
            {dominated && `, ${dominated}`}
          </span>
        </>
      )}
    </li>
  );
}

/** Nats of the parts to the left of a part. */
const before = (parts: readonly CostPart[], k: number): number =>
  parts.slice(0, k).reduce((sum, { nats }) => sum + nats, 0);
