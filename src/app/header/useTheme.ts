import { useLayoutEffect } from "react";
import { usePreferences } from "../preferences.ts";

/** The page's colours are those that the reader has chosen. */
export function useTheme(): void {
  const [{ theme }] = usePreferences();
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
}
