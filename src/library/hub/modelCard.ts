/** Facts stated in a model card, README.md. Nothing is guessed: what the card does not state is null. */
export interface ModelCard {
  title: string | null;
  /** The first paragraph under the title. */
  description: string | null;
  license: string | null;
  parameters: number | null;
  /** Date of the newest text the model was trained on: a year, a month or a day. */
  newestText: string | null;
  /** Domain parts that it was trained on; null when not stated. */
  parts: string[] | null;
}

/**
 * Reads a card: the metadata between two lines of dashes (`license`, `parameters`, `newest_text`, `parts`, single lines of YAML),
 * then rows of a table with the same names, or with `architecture`, which may end in “N parameters”. Title and description come
 * from the text.
 */
export function readModelCard(markdown: string): ModelCard {
  const text = markdown.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text);
  const body = front ? text.slice(front[0].length) : text;
  const stated = (...names: string[]): string | null => {
    for (const name of names) {
      const line = new RegExp(`^${name}:[ \\t]*(.+)$`, "m").exec(front?.[1] ?? "")?.[1];
      const row = new RegExp(`^\\|[ \\t]*${name.replaceAll("_", "[ _]")}[^|]*\\|([^|]*)\\|`, "im").exec(body)?.[1];
      const value = unquoted(line ?? row ?? "");
      if (value) return value;
    }
    return null;
  };
  /** A YAML list under a name, on lines of its own or in brackets; or a single value. */
  const list = (name: string): string[] | null => {
    const lines = new RegExp(`^${name}:[ \\t]*\\n((?:[ \\t]*-[ \\t]+.+\\n?)+)`, "m").exec(front?.[1] ?? "")?.[1];
    if (lines !== undefined)
      return lines
        .split("\n")
        .map((line) => unquoted(line.replace(/^[ \t]*-/, "")))
        .filter(Boolean);
    const value = stated(name);
    return value === null ? null : value.startsWith("[") ? listed(value).map(unquoted) : [value];
  };
  // "other" is uninformative: use the card's words, and the name given in the metadata.
  const otherLicense = stated("licences", "license_name");
  const licenses = (list("license") ?? list("licence") ?? ["other"])
    .map((one) => (one === "other" ? otherLicense : one))
    .filter((one) => one !== null);
  const date = /\d{4}(?:-\d{2}){0,2}/.exec(stated("newest_text", "knowledge_cutoff", "cutoff") ?? "")?.[0] ?? null;
  const parts = stated("parts");
  return {
    title: /^# +(.+)$/m.exec(body)?.[1]?.trim() ?? null,
    description: /^# .+\n+([^\n#|-][^\n]*)/m.exec(body)?.[1]?.trim() ?? null,
    license: licenses.length === 0 ? null : [...new Set(licenses)].join(", "),
    // Not from running text, where cards also mention other models and parts of this one.
    parameters: readCount(
      stated("parameters") ?? /([\d,]+(?:\.\d+)? ?[MB]?) parameters/.exec(stated("architecture") ?? "")?.[1] ?? "",
    ),
    newestText: date,
    parts: parts === null ? null : listed(parts),
  };
}

const unquoted = (written: string): string => written.trim().replace(/^(["'])(.*)\1$/, "$2");

/** "[a, b]" or "a, b". */
const listed = (written: string): string[] =>
  written
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** A smaller number is not a parameter count of a whole model. */
const FEWEST_PARAMETERS = 1_000;

/** "1,470,464", "110M" or "0.1 B" as a number. */
function readCount(written: string): number | null {
  const found = /^([\d,]+(?:\.\d+)?) ?([MB]?)$/.exec(written.trim());
  if (!found) return null;
  const value = Number(found[1]!.replaceAll(",", "")) * (found[2] === "B" ? 1e9 : found[2] === "M" ? 1e6 : 1);
  return value >= FEWEST_PARAMETERS ? Math.round(value) : null;
}
