import { memo } from "react";
import { factsUnder, type PromptFacts } from "../../analysis/rows/promptRows.ts";
import { BEGINNING } from "../../library/evaluationTable/beginning.ts";
import type { Library } from "../../library/load.ts";
import { ExpertMark } from "../color/ExpertMark.tsx";
import { domainPaints } from "../color/palette.ts";
import { useExplorer, useSession } from "../context.ts";
import { tipSeen } from "../tips/tip.ts";
import { type Column, columnsOf } from "./columns.ts";

interface PromptRowProps {
  library: Library;
  /** The router's chosen expert, −1 for none, and its regret. */
  expert: number;
  regret: number;
  /** Benchmark row, and its index in the table. */
  row: number;
  place: number;
  active: boolean;
  inspected: boolean;
  onPick: (row: number) => void;
}

export const rowElementId = (row: number): string => `prompt-${row}`;

/** One row of the table; re-renders only when its content changes. Hovering marks the prompt on the map, and the reverse. */
export const PromptRow = memo(function PromptRow({
  library,
  expert,
  regret,
  row,
  place,
  active,
  inspected,
  onPick,
}: PromptRowProps) {
  const session = useSession();
  const facts = factsUnder(library, row, expert, regret);
  const hovered = useExplorer((state) => state.hoveredRow === row);
  const classes = [active && "active", inspected && "inspected", hovered && "hovered-row"].filter(Boolean).join(" ");
  return (
    <tr
      id={rowElementId(row)}
      className={classes || undefined}
      aria-rowindex={place + 2}
      aria-selected={inspected}
      data-prompt={facts.id}
      onClick={() => onPick(row)}
      onPointerEnter={() => session.hover(row)}
      onPointerLeave={() => session.hover(null)}
    >
      {columnsOf(library).map((column) => (
        <Cell key={column.id} library={library} facts={facts} column={column} />
      ))}
    </tr>
  );
});

function Cell({ library, facts, column }: { library: Library; facts: PromptFacts; column: Column }) {
  const value = facts[column.id];
  // On a prompt that no model solves, all are equal: none is the best. The router sends it to one all the same.
  const unsolved = column.id === "bestExpert" && !library.manifest.router && facts.right === 0;
  if (column.id === "expert" || column.id === "bestExpert") {
    const expert = library.manifest.experts[Number(value)];
    return (
      <td {...(expert && tipSeen(expert.id))}>
        {expert && !unsolved ? (
          <>
            <ExpertMark library={library} expert={Number(value)} className="dot" /> {expert.label}
          </>
        ) : (
          "none"
        )}
      </td>
    );
  }
  if (column.id === "domain") {
    const domain = library.manifest.domains.find(({ id }) => id === facts.domain);
    const color = domainPaints(library.manifest).get(facts.domain);
    return (
      <td {...tipSeen(facts.domain)}>
        <span className="dot" style={{ background: color }} /> {domain?.label ?? facts.domain}
      </td>
    );
  }
  if (typeof value === "string") {
    const cut = column.id === "keywords" && !library.manifest.router && value.length >= BEGINNING;
    return <td {...tipSeen(value)}>{cut ? `${value.trimEnd()}…` : value}</td>;
  }
  const whole = column.id === "tokens" || column.id === "right";
  const of = column.id === "right" && !library.manifest.router ? ` of ${library.expertIds.length}` : "";
  const text = whole ? `${value}${of}` : value.toFixed(2);
  return <td className="number">{Number.isNaN(value) ? "N/A" : text}</td>;
}
