/** Single changes of a table's edits. */
import type { TableEdits } from "./tableEdits.ts";

/** Applies the remedy of a finding, or takes it back. */
export const withRemedy = (edits: TableEdits, id: string): Partial<TableEdits> => ({
  remedies: toggled(edits.remedies, id),
});

/** Hides a model of the table, or shows it again. */
export const withModel = (edits: TableEdits, id: string): Partial<TableEdits> => ({
  hidden: toggled(edits.hidden, id),
});

/** Leaves a data set out, or takes it in again. */
export const withDataset = (edits: TableEdits, id: string): Partial<TableEdits> => ({
  datasets: toggled(edits.datasets, id),
});

/** Sets a model's value of a constraint; null restores the table's own. */
export const withValue = (
  { values }: TableEdits,
  constraint: string,
  model: string,
  value: number | null,
): Partial<TableEdits> => ({ values: { ...values, [constraint]: withEntry(values[constraint] ?? {}, model, value) } });

/** Sets a model's date, as `TableEdits.dates` has it; null restores the table's own. */
export const withDate = ({ dates }: TableEdits, model: string, date: string | null): Partial<TableEdits> => ({
  dates: withEntry(dates, model, date),
});

const toggled = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];

function withEntry<T>(byModel: Readonly<Record<string, T>>, model: string, value: T | null): Record<string, T> {
  const { [model]: _, ...others } = byModel;
  return value === null ? others : { ...others, [model]: value };
}
