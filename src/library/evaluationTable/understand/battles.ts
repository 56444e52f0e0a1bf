/** Battles: two models answer a prompt, and a judge names the winner. As a table with a row for each model of each battle. */
import { type Column, type RawTable, TableBuilder, TableError } from "../read/rawTable.ts";
import { fits, plainName } from "./columnNames.ts";

/** A battle's score of its first model; null where the judge says nothing. */
type Outcome = (row: number) => number | null;

/** The same table unless its rows are battles. Throws a TableError for battles that give no prompt a score of every model. */
export function withoutBattles(table: RawTable): RawTable {
  const named = (...names: string[]) => table.columns.find(({ name }) => names.includes(plainName(name)));
  const first = named("model_a", "model_1", "left_model");
  const second = named("model_b", "model_2", "right_model");
  const outcome = first && second ? outcomeOf(table, first, second) : null;
  if (!first || !second || !outcome) return table;
  const best = (role: "id" | "prompt" | "dataset") =>
    table.columns
      .filter(({ name }) => fits(role, name) >= 0)
      .sort((a, b) => fits(role, a.name) - fits(role, b.name))[0];
  const [id, prompt, dataset] = [best("id"), best("prompt"), best("dataset")];
  const builder = new TableBuilder(table.file);
  const modelsOf = new Map<string, Set<string>>();
  for (let row = 0; row < table.rows; row++) {
    const score = outcome(row);
    const key = prompt?.text(row) || id?.text(row) || String(row);
    for (const [model, own] of [
      [first.text(row).trim(), score],
      [second.text(row).trim(), score === null ? null : 1 - score],
    ] as const) {
      builder.row(table.line(row));
      // Battles of the same prompt belong together, whatever their ids.
      builder.set("id", key);
      if (prompt) builder.set("prompt", prompt.text(row));
      if (dataset) builder.set("dataset", dataset.text(row));
      builder.set("model", model);
      builder.set("score", own === null ? "" : String(own));
      modelsOf.set(key, (modelsOf.get(key) ?? new Set()).add(model));
    }
  }
  const all = new Set([...modelsOf.values()].flatMap((models) => [...models]));
  if ([...modelsOf.values()].every(({ size }) => size < all.size)) {
    throw new TableError(
      table.file,
      `${table.file} has battles between two of ${all.size} models at a time, and no prompt with all of them: models cannot be compared on the same prompts. Import a table of scores, or the battles of two models.`,
    );
  }
  return builder.finish({ form: `${table.form}, battles`, separator: table.separator, encoding: table.encoding });
}

function outcomeOf(table: RawTable, first: Column, second: Column): Outcome | null {
  const named = (pattern: RegExp) => table.columns.find(({ name }) => pattern.test(plainName(name)));
  const winner = named(/^(?:winner|preference|preferred|verdict|choice)$/);
  if (winner) {
    return (row) => {
      const said = winner.text(row).trim().toLowerCase();
      if (/^(?:model_?)?(?:a|1|left)$/.test(said) || said === first.text(row).trim().toLowerCase()) return 1;
      if (/^(?:model_?)?(?:b|2|right)$/.test(said) || said === second.text(row).trim().toLowerCase()) return 0;
      return /^(?:tie|draw|both|neither|equal)/.test(said) ? 0.5 : null;
    };
  }
  const [a, b] = [named(/^winner_model_(?:a|1)$/), named(/^winner_model_(?:b|2)$/)];
  const yes = (column: Column, row: number) => /^(?:1|1\.0|true)$/i.test(column.text(row).trim());
  if (!a || !b) return null;
  return (row) => (yes(a, row) ? 1 : yes(b, row) ? 0 : 0.5);
}
