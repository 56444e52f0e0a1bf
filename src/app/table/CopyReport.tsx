import { useState } from "react";
import { type TextTable, toLatex, toMarkdown } from "../../analysis/table/textTable.ts";
import { toCsv } from "../export/csv.ts";
import { saveFile } from "../export/saveFile.ts";

interface CopyReportProps {
  /** Of the table, in the name of the saved file. */
  name: string;
  tables: () => TextTable[];
  /** What is copied, in the buttons' names. */
  what?: string;
  /** Stands above the tables in Markdown. */
  lead?: string;
}

/** Copies the report as Markdown or LaTeX, and saves it as CSV. */
export function CopyReport({ name, tables, what = "report", lead = "" }: CopyReportProps) {
  const [said, setSaid] = useState("");
  const file = what.replaceAll(" ", "-");
  const copy = async (format: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`Copied as ${format}.`);
    } catch {
      // If the browser blocks the clipboard, save a file instead.
      saveFile(
        `table-${file}.${format === "LaTeX" ? "tex" : "md"}`,
        new Blob([text], { type: "text/plain;charset=utf-8" }),
      );
      setSaid(`Saved as ${format}: the browser does not allow copying.`);
    }
  };
  const csv = () =>
    toCsv(
      ["table", "row", "column", "value"],
      tables().flatMap(({ title, head, rows }) =>
        rows.flatMap(([row, ...cells]) => cells.map((cell, i) => [title, row!, head[i + 1]!, cell])),
      ),
    );
  return (
    <span className="exports">
      <button
        type="button"
        className="link"
        aria-label={`Copy ${what} as Markdown`}
        onClick={() => void copy("Markdown", lead + toMarkdown(tables()))}
      >
        Markdown
      </button>
      <button
        type="button"
        className="link"
        aria-label={`Copy ${what} as LaTeX`}
        onClick={() => void copy("LaTeX", toLatex(tables()))}
      >
        LaTeX
      </button>
      <button
        type="button"
        className="link"
        aria-label={`Save ${what} as CSV`}
        onClick={() =>
          saveFile(
            `${name.replace(/[^\w.-]+/g, "-").slice(0, 60)}-${file}.csv`,
            new Blob([csv()], { type: "text/csv;charset=utf-8" }),
          )
        }
      >
        CSV
      </button>
      <span role="status" className="quiet">
        {said}
      </span>
    </span>
  );
}
