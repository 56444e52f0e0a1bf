import { memo } from "react";
import type { DomainTable } from "../../analysis/domainTable.ts";
import { capital, wordsOf } from "../../analysis/words.ts";
import { withCommas } from "../../core/withCommas.ts";
import type { Library } from "../../library/load.ts";
import { ExpertMark } from "../color/ExpertMark.tsx";
import { useExplorer, useSession } from "../context.ts";
import { tip, tipSeen } from "../tips/tip.ts";
import { useInSlices } from "../ui/hooks/useInSlices.ts";
import { ScrollArea } from "../ui/ScrollArea.tsx";
import { heat } from "./heat.ts";
import { type CellKind, cellText, strengths } from "./heatCell.ts";

/** Rows whose cells are drawn in one frame. */
const PER_SLICE = 3;

interface HeatTableProps {
  library: Library;
  table: DomainTable;
  kind: CellKind;
  caption: string;
}

/**
 * The heat map as a table: one row per domain or part, one column per expert; re-renders only when its figures change. Names and headings,
 * which give every row and column its size, are drawn first, then the cells in slices: drawn together, they hold the page up.
 */
export const HeatTable = memo(function HeatTable({ library, table, kind, caption }: HeatTableProps) {
  const { experts } = library.manifest;
  const words = wordsOf(library.manifest);
  const added = experts.length - (library.calibrated?.size ?? 0);
  const filled = useInSlices(table.rows.length, PER_SLICE);
  return (
    <ScrollArea className="heat-scroll" label={`${capital(words.experts)} by ${words.domain}`}>
      <table className="heat" data-figure="domains" translate="no" aria-busy={filled < table.rows.length || undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{capital(words.domain)}</th>
            {!library.manifest.router && <th scope="col">Prompts</th>}
            {experts.map((expert, i) => (
              <th
                key={expert.id}
                scope="col"
                {...tipSeen(`${expert.id}: ${expert.description}`)}
                className={i >= added ? "added" : undefined}
              >
                {i >= added && <ExpertMark library={library} expert={i} className="dot" />}
                <span>{expert.label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <HeatRow
              key={row.id}
              id={row.id}
              label={row.label}
              prompts={library.manifest.router ? null : row.prompts}
              values={table.values}
              from={at * experts.length}
              to={at < filled ? (at + 1) * experts.length : at * experts.length}
              kind={kind}
              added={added}
            />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
});

interface HeatRowProps {
  id: string;
  label: string;
  /** Their number, for a table; null elsewhere. */
  prompts: number | null;
  /** The table's; the row's cells are from … to − 1, none before they are drawn. */
  values: DomainTable["values"];
  from: number;
  to: number;
  kind: CellKind;
  /** Columns from this index on are experts that the user added. */
  added: number;
}

const HeatRow = memo(function HeatRow({ id, label, prompts, values, from, to, kind, added }: HeatRowProps) {
  const session = useSession();
  const selected = useExplorer(({ selection }) => selection.domains);
  const pressed = selected.includes(id);
  const own = Array.from(values.subarray(from, to));
  const shades = strengths(own, kind);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          aria-pressed={pressed}
          {...tip(pressed ? `Leave ${label} out of the selection` : `Select the prompts of ${label}`)}
          onClick={() =>
            session.select({ domains: pressed ? selected.filter((one) => one !== id) : [...selected, id] })
          }
        >
          {label}
        </button>
      </th>
      {prompts !== null && <td>{withCommas(prompts)}</td>}
      {own.map((value, i) => {
        const best = kind !== "share" && shades[i] === 1;
        const look = [best && "best", i >= added && "added"].filter(Boolean).join(" ") || undefined;
        const shade = Number.isNaN(value) ? undefined : heat(shades[i]!);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns are the experts, in the manifest's fixed order
          <td key={i} className={look} style={shade}>
            {cellText(value, kind)}
          </td>
        );
      })}
    </tr>
  );
});
