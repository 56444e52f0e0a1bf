import { INTERVAL_TO_COME } from "../../analysis/table/figureFormats.ts";
import type { TextTable } from "../../analysis/table/textTable.ts";
import { ScrollArea } from "../ui/ScrollArea.tsx";
import { Interval } from "../ui/words/Interval.tsx";

/** A table of names and figures; a long one is collapsed until it is expanded. */
export function FigureTable({ table, folded = false }: { table: TextTable; folded?: boolean }) {
  const { title, head, rows } = table;
  const content = (
    <ScrollArea className="table-scroll" label={title}>
      <table className="figures">
        <caption className={folded ? "visually-hidden" : undefined}>{title}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row" translate="no">
                {name}
              </th>
              {cells.map((cell, i) => (
                <td key={head[i + 1]} translate="no">
                  <Figure text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
  if (!folded) return content;
  return (
    <details>
      <summary>
        {title}: {rows.length} rows
      </summary>
      {content}
    </details>
  );
}

/** An interval keeps its line, and has its room before it is there. */
export function Figure({ text }: { text: string }) {
  const at = text.indexOf(" [");
  if (at < 0) return text;
  const value = text.slice(0, at);
  const interval = text.slice(at + 1);
  const toCome = interval === INTERVAL_TO_COME;
  return (
    <>
      {value}{" "}
      <Interval className="figure-interval" toCome={toCome}>
        {toCome ? `[${value}, ${value}]` : interval}
      </Interval>
    </>
  );
}
