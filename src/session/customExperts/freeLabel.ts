/** What an added expert is called in lists and figures, where two must not bear the same name. */

/** As long as lists and figures have room for. */
const LONGEST_LABEL = 40;

/**
 * The name itself; with the model's form where that is taken, and with a number where that is taken, too.
 * @param form such as `q8`
 */
export function freeLabel(name: string, form: string, taken: ReadonlySet<string>): string {
  const withForm = ` ${form.slice(0, LONGEST_LABEL / 2)}`;
  const ending = (end: string) => name.slice(0, LONGEST_LABEL - end.length).trim() + end;
  const free = ["", withForm].map(ending).find((label) => !taken.has(label));
  if (free !== undefined) return free;
  let k = 2;
  while (taken.has(ending(`${withForm} ${k}`))) k++;
  return ending(`${withForm} ${k}`);
}
