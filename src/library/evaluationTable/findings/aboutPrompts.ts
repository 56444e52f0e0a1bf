import { writeRowSet } from "../../../core/rowSet.ts";
import type { Remedy } from "../edits/change.ts";
import type { Examined, Found } from "./examined.ts";
import { counted } from "./words.ts";

/** Rows with equal keys, apart from the first of each: the rows that repeat, and the first that each repeats. */
interface Repeats {
  rows: number[];
  into: number[];
}

/** Findings about prompts: repeated ids and texts, and prompts that no model solves. */
export function aboutPrompts({ table }: Examined): Found[] {
  const { prompts, hasIds } = table;
  const found: Found[] = [];
  const ids = repeats(
    prompts.map(({ id }) => (hasIds ? id : "")),
    (row) => prompts[row]!.dataset,
  );
  if (ids.rows.length > 0) {
    found.push({
      id: "ids",
      text: `${counted(ids.rows.length, "row repeats", "rows repeat")} an id; a number tells them apart. If they are the same prompt, it counts more than once in every mean.`,
      remedies: mendings(ids),
    });
  }
  const texts = repeats(prompts.map(({ text }) => text.trim()));
  if (texts.rows.length > 0) {
    found.push({
      id: "duplicates",
      text: `${counted(texts.rows.length, "row repeats", "rows repeat")} a prompt. They count as one when intervals are drawn, but each counts in the means.`,
      remedies: mendings(texts),
    });
  }
  const unsolved = unsolvedRows(table);
  if (unsolved.length > 0) {
    found.push({
      id: "unsolved",
      text: `${counted(unsolved.length, "prompt has", "prompts have")} the score 0 from every model: too hard, or a failed run. They lower every score alike, and no router can gain on them.`,
      remedies: [
        {
          label: `Exclude ${counted(unsolved.length, "unsolved prompt", "unsolved prompts")}`,
          change: { kind: "leave-out-rows", rows: writeRowSet(unsolved) },
        },
      ],
    });
  }
  return found;
}

const mendings = ({ rows, into }: Repeats): Omit<Remedy, "id">[] => [
  { label: "Merge repeats into their mean", change: { kind: "average-rows", rows: writeRowSet(rows), into } },
  {
    label: `Exclude ${counted(rows.length, "repeat", "repeats")}, keep the first of each`,
    change: { kind: "leave-out-rows", rows: writeRowSet(rows) },
  },
];

/**
 * @param keys by row; "" is never a repeat
 * @param within the part of the table whose rows are compared: put before each key, it would make a new text of every row
 */
function repeats(keys: readonly string[], within: (row: number) => string = () => ""): Repeats {
  const parts = new Map<string, Map<string, number>>();
  const found: Repeats = { rows: [], into: [] };
  keys.forEach((key, row) => {
    if (key === "") return;
    const first = parts.get(within(row)) ?? new Map<string, number>();
    if (first.size === 0) parts.set(within(row), first);
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    else {
      found.rows.push(row);
      found.into.push(known);
    }
  });
  return found;
}

function unsolvedRows({ scores, models, prompts }: Examined["table"]): number[] {
  const width = models.length;
  return [...prompts.keys()].filter((row) => {
    let cell = row * width;
    while (cell < (row + 1) * width && scores[cell] === 0) cell++;
    return cell === (row + 1) * width;
  });
}
