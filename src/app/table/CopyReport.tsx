import { useState } from "react";
import { type TextTable, toLatex, toMarkdown } from "../../analysis/table/textTable.ts";
import { toCsv } from "../export/csv.ts";
import { saveFile } from "../export/saveFile.ts";

/** Copies the report as Markdown or LaTeX, and saves it as CSV. */
export function CopyReport({ name, tables }: { name: string; tables: () => TextTable[] }) {
  const [said, setSaid] = useState("");
  const copy = async (format: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`Copied as ${format}.`);
    } catch {
      // If the browser blocks the clipboard, save a file instead.
      saveFile(
        `table-report.${format === "LaTeX" ? "tex" : "md"}`,
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
        aria-label="Copy report as Markdown"
        onClick={() => void copy("Markdown", toMarkdown(tables()))}
      >
        Markdown
      </button>
      <button
        type="button"
        className="link"
        aria-label="Copy report as LaTeX"
        onClick={() => void copy("LaTeX", toLatex(tables()))}
      >
        LaTeX
      </button>
      <button
        type="button"
        className="link"
        aria-label="Save report as CSV"
        onClick={() =>
          saveFile(
            `${name.replace(/[^\w.-]+/g, "-").slice(0, 60)}-report.csv`,
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
