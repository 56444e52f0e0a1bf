import { useEffect, useEffectEvent } from "react";
import { usePreferences } from "../../preferences.ts";
import { isComposing, shortcutKey } from "./keys.ts";

/** Input types without text: keys pressed there are free for shortcuts. */
const WITHOUT_TEXT = ["range", "checkbox", "radio", "button"];

/** Calls back for every key pressed outside text boxes, menus and open dialogs, wherever the focus is. */
export function usePageKeys(onKey: (event: KeyboardEvent) => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (
      !event.defaultPrevented &&
      !isComposing(event) &&
      !takesText(event.target) &&
      !document.querySelector("dialog:modal")
    )
      onKey(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/**
 * Calls back when this key is pressed without Ctrl or other modifiers; never if the reader has switched single-key shortcuts off.
 */
export function useShortcut(key: string | undefined, onPress: () => void): void {
  const [{ singleKeys }] = usePreferences();
  usePageKeys((event) => {
    if (!singleKeys || shortcutKey(event) !== key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onPress();
  });
}

function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !WITHOUT_TEXT.includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName));
}
