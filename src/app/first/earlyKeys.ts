declare global {
  interface Window {
    /** Filled by public/early.js until the explorer has taken them; missing in pages without a first screen. */
    earlyKeys?: KeyboardEvent[] | null;
  }
}

/**
 * Presses again, for the explorer that listens now, the keys that were pressed on the first screen outside its text box: a shortcut works
 * from the first paint on. The text box keeps its own keys: see prepared.ts.
 */
export function pressEarlyKeys(): void {
  const keys = window.earlyKeys ?? [];
  window.earlyKeys = null;
  for (const event of keys) {
    if (event.target instanceof HTMLTextAreaElement || event.defaultPrevented) continue;
    const { key, code, ctrlKey, altKey, metaKey, shiftKey } = event;
    const init = { key, code, ctrlKey, altKey, metaKey, shiftKey, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new KeyboardEvent("keydown", init));
  }
}
