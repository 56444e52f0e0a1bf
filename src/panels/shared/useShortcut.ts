import { useEffect, useEffectEvent } from "react";

/** Kinds of input that hold no text: keys typed there are free for the page. */
const WITHOUT_TEXT = ["range", "checkbox", "radio", "button"];

/** Calls back for every key that is pressed outside text boxes and menus, wherever the focus is. */
export function useShortcut(onKey: (event: KeyboardEvent) => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (!event.defaultPrevented && !takesText(event.target)) onKey(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !WITHOUT_TEXT.includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName));
}
