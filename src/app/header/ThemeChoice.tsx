import type { Theme } from "../../state/preferences.ts";
import { usePreferences } from "../preferences.ts";
import { Choice } from "../ui/choices/Choice.tsx";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "system" },
  { value: "light", label: "light" },
  { value: "dark", label: "dark" },
];

/** Light or dark: the system's setting until the reader chooses. */
export function ThemeChoice() {
  const [{ theme }, change] = usePreferences();
  return <Choice label="theme" value={theme} options={THEMES} onChange={(value) => change({ theme: value })} />;
}
