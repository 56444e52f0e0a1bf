/** What a model card, README.md, says of its model. Nothing is guessed: what it does not state is null. */
export interface ModelCard {
  title: string | null;
  /** The first paragraph under the title. */
  description: string | null;
  license: string | null;
  parameters: number | null;
  /** Date of the newest text that the model saw: a year, a month or a day. */
  newestText: string | null;
  /** Parts of the domains that it was trained on; null when it does not say. */
  parts: string[] | null;
}

/**
 * Reads a card: the metadata between two lines of dashes (`license`, `parameters`, `newest_text`, `parts`, single lines of YAML), then
 * rows of a table of the same names, then the text.
 */
export function readModelCard(markdown: string): ModelCard {
  const text = markdown.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text);
  const body = front ? text.slice(front[0].length) : text;
  const stated = (...names: string[]): string | null => {
    for (const name of names) {
      const line = new RegExp(`^${name}:[ \\t]*(.+)$`, "m").exec(front?.[1] ?? "")?.[1];
      const row = new RegExp(`^\\|[ \\t]*${name.replaceAll("_", "[ _]")}[^|]*\\|([^|]*)\\|`, "im").exec(body)?.[1];
      const value = (line ?? row)?.trim().replace(/^(["'])(.*)\1$/, "$2");
      if (value) return value;
    }
    return null;
  };
  // "other" says nothing: the words of the card do, and the name that the metadata give in its place.
  const license = stated("license", "licence");
  const otherLicense = stated("licences", "license_name");
  const date = /\d{4}(?:-\d{2}){0,2}/.exec(stated("newest_text", "knowledge_cutoff", "cutoff") ?? "")?.[0] ?? null;
  const count = stated("parameters") ?? /([\d,]+(?:\.\d+)? ?[MB]?) parameters/.exec(body)?.[1] ?? "";
  const parts = stated("parts");
  return {
    title: /^# +(.+)$/m.exec(body)?.[1]?.trim() ?? null,
    description: /^# .+\n+([^\n#|-][^\n]*)/m.exec(body)?.[1]?.trim() ?? null,
    license: license === null || license === "other" ? otherLicense : license,
    parameters: readCount(count),
    newestText: date,
    parts: parts === null ? null : listed(parts),
  };
}

/** "[a, b]" or "a, b". */
const listed = (written: string): string[] =>
  written
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** "1,470,464", "110M" or "0.1 B" as a number. */
function readCount(written: string): number | null {
  const found = /^([\d,]+(?:\.\d+)?) ?([MB]?)$/.exec(written.trim());
  if (!found) return null;
  const value = Number(found[1]!.replaceAll(",", "")) * (found[2] === "B" ? 1e9 : found[2] === "M" ? 1e6 : 1);
  return value > 0 ? Math.round(value) : null;
}
