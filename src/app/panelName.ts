/** Panels that `?panel=` can show by themselves: see Alone.tsx. */
const NAMES = ["decision", "front", "map", "domains", "prompts", "specialisation"] as const;

export type PanelName = (typeof NAMES)[number];

/** The panel that an address asks for alone; null for the whole page, and for a name that there is not. */
export function panelIn(search: string): PanelName | null {
  const name = new URLSearchParams(search.replaceAll("&amp;", "&")).get("panel");
  return NAMES.find((known) => known === name) ?? null;
}
