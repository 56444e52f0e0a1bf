import { mulberry32 } from "../../src/core/stats/random.ts";
import { filesWithRows } from "../component-tests/small-library.ts";

/** How far repeated prompts are from one another on the map. */
const SPREAD = 0.4;

/** The shipped library's files with its benchmark repeated up to so many prompts, which lie side by side on the map. */
export function largeLibrary(prompts: number): Promise<Map<string, Buffer>> {
  const random = mulberry32(9);
  const decoder = new TextDecoder();
  const text = (value: unknown) => (value instanceof Uint8Array ? decoder.decode(value) : String(value));
  return filesWithRows(
    "models",
    (kinds) => Array.from({ length: prompts }, (_, at) => at % kinds.length),
    (column, value, at) => {
      if (column === "id") return `${text(value)}#${at}`;
      return column === "x" || column === "y" ? Number(value) + SPREAD * (random() - 0.5) : value;
    },
  );
}
