/** The label of an added expert in lists and figures, where labels must be unique. */

/** The space for labels in lists and figures. */
const LONGEST_LABEL = 40;

/**
 * The name itself; with the weight format if it is taken, and with a number if that is taken, too.
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
