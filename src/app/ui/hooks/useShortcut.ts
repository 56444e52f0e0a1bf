import { useEffect, useEffectEvent } from "react";
import { usePreferences } from "../../preferences.ts";
import { isComposing, shortcutKey } from "./keys.ts";

/** Kinds of input that hold no text: keys typed there are free for the page. */
const WITHOUT_TEXT = ["range", "checkbox", "radio", "button"];

/** Calls back for every key that is pressed outside text boxes, menus and open dialogs, wherever the focus is. */
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

/** Calls back when this key alone, if there is one, is pressed, Ctrl and its like not held; never for readers who switched single keys off. */
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
