/** Text tables for pasting elsewhere. */
export interface TextTable {
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

const escapeMarkdown = (cell: string): string =>
  cell
    .replace(/[\\|`*_<>]/g, "\\$&")
    .replaceAll("](", "]\\(")
    .replace(/\s+/g, " ");

/** GitHub tables, one below the other. */
export function toMarkdown(tables: readonly TextTable[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  return tables
    .map(({ title, head, rows }) =>
      [
        `**${escapeMarkdown(title)}**`,
        "",
        line(head),
        `| ${head.map(() => "---").join(" | ")} |`,
        ...rows.map(line),
        "",
      ].join("\n"),
    )
    .join("\n");
}

const LATEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "–": "--",
  "−": "$-$",
  "×": "$\\times$",
  λ: "$\\lambda$",
};
const escapeLatex = (cell: string): string =>
  cell.replace(/[\\~^–−×λ]|[&%$#_{}]/g, (character) => LATEX[character] ?? `\\${character}`).replace(/\s+/g, " ");

/** Tables for a LaTeX document with the booktabs package. */
export function toLatex(tables: readonly TextTable[]): string {
  const line = (cells: readonly string[]) => `${cells.map(escapeLatex).join(" & ")} \\\\`;
  return tables
    .map(({ title, head, rows }) =>
      [
        "\\begin{table}",
        `\\caption{${escapeLatex(title)}}`,
        `\\begin{tabular}{l${"r".repeat(Math.max(0, head.length - 1))}}`,
        "\\toprule",
        line(head),
        "\\midrule",
        ...rows.map(line),
        "\\bottomrule",
        "\\end{tabular}",
        "\\end{table}",
        "",
      ].join("\n"),
    )
    .join("\n");
}
