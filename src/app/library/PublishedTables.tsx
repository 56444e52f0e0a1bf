import { useEffect, useState } from "react";
import { withCommas } from "../../core/withCommas.ts";
import {
  fetchPublishedTable,
  type PublishedTable,
  publishedTables,
  sourcePage,
  tableBytes,
} from "../../library/published/publishedTables.ts";
import { useExplorer, useSession } from "../context.ts";
import { formatBytes } from "../ui/words/format.ts";

/** Evaluation tables published by others, downloaded when opened. */
export function PublishedTables() {
  const [tables, setTables] = useState<readonly PublishedTable[]>([]);
  useEffect(() => {
    let shown = true;
    void publishedTables().then((all) => shown && setTables(all));
    return () => {
      shown = false;
    };
  }, []);
  return (
    <section aria-label="Published tables">
      <h3>Published tables</h3>
      <p className="quiet">
        Scores of language models on public benchmarks. A table is downloaded from GitHub when you open it, checked by
        its SHA-256, and stored in this browser like any library you add.
      </p>
      <ul aria-label="Published tables">
        {tables.map((table) => (
          <PublishedItem key={table.id} table={table} />
        ))}
      </ul>
    </section>
  );
}

function PublishedItem({ table }: { table: PublishedTable }) {
  const { tables } = useSession();
  const opening = useExplorer((state) => state.opening?.label === table.title);
  const { title, about, repository, commit, license, rows, models } = table;
  return (
    <li>
      <strong translate="no">{title}</strong>
      <p>{about}</p>
      <p className="quiet">
        {withCommas(rows)} prompts × {models} models; {formatBytes(tableBytes(table))}; licence{" "}
        {license ?? "not stated"};{" "}
        <a href={sourcePage(table)} rel="noreferrer">
          {repository} at {commit.slice(0, 7)}
        </a>
      </p>
      <div className="library-actions">
        <button
          type="button"
          className="small"
          disabled={opening}
          onClick={() => void tables.open(title, (options) => fetchPublishedTable(table, options))}
        >
          Download and open<span className="visually-hidden"> {title}</span>
        </button>
      </div>
    </li>
  );
}
