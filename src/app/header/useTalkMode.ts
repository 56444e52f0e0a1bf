import { useSyncExternalStore } from "react";
import { useShortcut } from "../ui/hooks/useShortcut.ts";

const ATTRIBUTE = "data-talk";

/** The key `t`: larger type and marks, and only what an audience needs; see talk.css. It ends with the visit. */
export function useTalkMode(): void {
  useShortcut("t", () => document.documentElement.toggleAttribute(ATTRIBUTE));
}

/** Whether it is on, for what is drawn without style sheets. */
export function useTalking(): boolean {
  return useSyncExternalStore(
    follow,
    () => document.documentElement.hasAttribute(ATTRIBUTE),
    () => false,
  );
}

function follow(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: [ATTRIBUTE] });
  return () => observer.disconnect();
}
