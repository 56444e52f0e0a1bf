import type { Library } from "../../library/load.ts";

/** Beginnings of prompts shorter than this are not told apart from others. */
const BEGINNING = 80;
/** Keys of a line of JSON that hold a prompt or its id. */
const NAMES = ["id", "sample_id", "prompt_id", "question_id", "eval_prompt", "prompt", "question", "query", "text"];

/**
 * The prompts of a list, one a line: the id of a prompt, or its text, of which the first 80 characters are compared; a line may be
 * JSON with one of these. @returns rows, ascending, and how many lines name no prompt
 */
export function listedRows({ benchmark }: Library, list: string): { rows: number[]; unknown: number } {
  const byId = new Map(benchmark.ids.map((id, row) => [id, row]));
  const byText = new Map<string, number[]>();
  benchmark.keywords.forEach((text, row) => {
    if (text !== "") byText.set(text, [...(byText.get(text) ?? []), row]);
  });
  const found = new Set<number>();
  let unknown = 0;
  for (const line of list.split(/\r?\n/).filter((one) => one.trim() !== "")) {
    const named = namesIn(line.trim()).flatMap((name) => {
      const row = byId.get(name);
      return row === undefined ? (byText.get(name.replace(/\s+/g, " ").slice(0, BEGINNING).trim()) ?? []) : [row];
    });
    for (const row of named) found.add(row);
    if (named.length === 0) unknown++;
  }
  return { rows: [...found].sort((a, b) => a - b), unknown };
}

function namesIn(line: string): string[] {
  if (!line.startsWith("{")) return [line];
  try {
    const record: unknown = JSON.parse(line);
    return NAMES.flatMap((name) => {
      const value = Object.getOwnPropertyDescriptor(record, name)?.value as unknown;
      return typeof value === "string" || typeof value === "number" ? [String(value).trim()] : [];
    });
  } catch {
    return [line];
  }
}
