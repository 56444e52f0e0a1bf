/** What may part the cells of a text, with the word for it. */
export const SEPARATORS: Readonly<Record<string, string>> = {
  ",": "comma",
  "\t": "tab",
  ";": "semicolon",
  "|": "bar",
};
