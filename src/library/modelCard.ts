/** What a model card says in its front matter, the part between two lines of dashes; a card may leave out anything. */
export interface ModelCard {
  /** As written there, e.g. "apache-2.0". */
  license: string | null;
}

/** Reads `README.md` of a model. Only single-line values are understood. */
export function readModelCard(markdown: string): ModelCard {
  const front = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(markdown)?.[1] ?? "";
  const value = /^license:[ \t]*["']?([\w.+\- ]{1,60})/m.exec(front)?.[1]?.trim();
  return { license: value || null };
}
