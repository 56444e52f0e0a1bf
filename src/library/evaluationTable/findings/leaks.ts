import { writeRowSet } from "../../../core/rowSet.ts";
import type { Examined, Found } from "./examined.ts";
import { nearDuplicates } from "./nearDuplicates.ts";
import { counted } from "./words.ts";

/** With more files, comparing every two takes too long. */
const MOST_FILES = 12;

/** Prompts of one file that also occur in another, verbatim or nearly so. */
export function leaks({ table, parts }: Examined): Found[] {
  const { files, prompts, hasTexts } = table;
  if (!files || parts.length > MOST_FILES || !hasTexts) return [];
  const rowsOf = parts.map((_, part) => [...prompts.keys()].filter((row) => files[row] === part));
  const textsOf = (part: number) => rowsOf[part]!.map((row) => prompts[row]!.text);
  const found: Found[] = [];
  for (let a = 0; a < parts.length; a++) {
    for (let b = a + 1; b < parts.length; b++) {
      const { exact, near } = nearDuplicates(textsOf(a), textsOf(b));
      const [first, second] = [parts[a]!.name, parts[b]!.name];
      const shared = [...exact, ...near].map((i) => rowsOf[b]![i]!);
      if (shared.length === 0) continue;
      const count = counted(exact.length, "prompt stands", "prompts stand");
      const nearly =
        near.length > 0 ? `, and ${counted(near.length, "more does", "more do")} nearly word for word` : "";
      found.push({
        id: found.length === 0 ? "leak" : `leak-of-${found.length + 1}`,
        text: `${count} in both ${first} and ${second}${nearly}. A router trained on one and tested on the other would seem better than it is.`,
        remedies: [
          {
            label: `Exclude ${counted(shared.length, "shared prompt", "shared prompts")} of ${second}`,
            change: { kind: "leave-out-rows", rows: writeRowSet(shared) },
          },
        ],
      });
    }
  }
  return found;
}
