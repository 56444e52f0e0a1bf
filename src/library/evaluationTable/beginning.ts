/** Characters of a prompt that fit into a table of prompts; a longer one is cut there. */
export const BEGINNING = 80;
