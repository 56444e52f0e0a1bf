/** Keys of a link for figures of a table's models that the user has entered. */
import { identifier, nonNegative } from "./codecs.ts";
import type { LinkKey } from "./linkKey.ts";

/** Keys of values by model: `<prefix><constraint>~<model>`, which no id contains. */
export const modelValues: LinkKey = {
  name: "set.",
  matches: (name) => name.startsWith("set."),
  write: ({ edits }) =>
    Object.entries(edits.values).flatMap(([constraint, byModel]) =>
      Object.entries(byModel).map(
        ([model, value]) => [`set.${constraint}~${model}`, nonNegative.encode(value)!] as const,
      ),
    ),
  read(view, written, name) {
    const [constraint, model, ...more] = name.slice("set.".length).split("~").map(identifier.decode);
    const value = nonNegative.decode(written);
    if (!constraint || !model || more.length > 0 || value === undefined) return undefined;
    const { values } = view.edits;
    const byModel = { ...values[constraint], [model]: value };
    return { ...view, edits: { ...view.edits, values: { ...values, [constraint]: byModel } } };
  },
};

export const modelDates: LinkKey = {
  name: "date.",
  matches: (name) => name.startsWith("date."),
  write: ({ edits }) => Object.entries(edits.dates).map(([model, date]) => [`date.${model}`, date]),
  read(view, written, name) {
    const model = identifier.decode(name.slice("date.".length));
    if (!model || !/^\d{4}(-\d{2}){0,2}$/.test(written)) return undefined;
    return { ...view, edits: { ...view.edits, dates: { ...view.edits.dates, [model]: written } } };
  },
};
