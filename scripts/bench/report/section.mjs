import { median, short, summary } from "./summary.mjs";

const TITLE = "## Ratios";
const row = (cells) => `| ${cells.join(" | ")} |`;

/**
 * The text of docs/bench.md with a new section of ratios; the other sections stay.
 * @param {import("./summary.mjs").Row[]} rows
 * @param {{ machine: string, date: string, command: string, plot: string }} about
 * @param {string} before the file's current text
 */
export function withRatios(rows, { machine, date, command, plot }, before) {
  const lines = rows.map((one) => {
    const { ratio, spread, met } = summary(one);
    return row([
      one.what,
      one.against,
      `**${short(ratio)}** (${spread.map(short).join("–")})`,
      one.goal === null ? "" : `≤ ${short(one.goal)}${met ? "" : ", missed"}`,
      `${short(median(one.ours))} : ${short(median(one.theirs))} ${one.unit}`,
      String(one.ours.length),
      one.parts ?? "",
    ]);
  });
  const section = [
    TITLE,
    "",
    `\`npm run build && ${command}\` measures ours beside what is known, both sides in turn in one run, and writes this section: the ratio`,
    "of the medians with the quartiles of ours, and the functions or parts of the work that take most of the time.",
    "",
    `${date}; ${machine}.`,
    "",
    row(["what", "against", "ratio", "goal", "medians", "runs", "where the time goes"]),
    row(Array.from({ length: 7 }, () => "---")),
    ...lines,
    "",
    `![Time against prompts, experts and points, on logarithmic scales](${plot})`,
    "",
  ].join("\n");
  const sections = before.split(/^(?=## )/m).filter((text) => !text.startsWith(TITLE));
  return [sections[0].trimEnd(), section, ...sections.slice(1).map((text) => text.trimEnd())]
    .join("\n\n")
    .replace(/\n*$/, "\n");
}
