/** Possible separators of a text's cells, with their names. */
export const SEPARATORS: Readonly<Record<string, string>> = {
  ",": "comma",
  "\t": "tab",
  ";": "semicolon",
  "|": "bar",
};
