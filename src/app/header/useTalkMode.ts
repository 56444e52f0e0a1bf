import { useShortcut } from "../ui/hooks/useShortcut.ts";

/** The key `t`: larger type and marks, and only what an audience needs; see talk.css. It ends with the visit. */
export function useTalkMode(): void {
  useShortcut("t", () => document.documentElement.toggleAttribute("data-talk"));
}
