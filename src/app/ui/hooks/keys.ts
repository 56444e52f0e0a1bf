/** Interprets keys as the user means them, on any keyboard layout and with any input method. */

type Key = Pick<KeyboardEvent, "key" | "code">;

/**
 * The key of a shortcut, lower case. A layout without Latin letters (Russian, Greek, Hebrew, …) sends another letter for the key
 * labelled Z: there the key's position counts. For layouts that move Latin letters (AZERTY, Dvorak) the typed letter counts.
 */
export function shortcutKey({ key, code }: Key): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isLetterOfAnotherScript = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return (isLetterOfAnotherScript && letter ? letter : key).toLowerCase();
}

/** keyCode of a key handled by an input method; Safari sends it for the Enter that ends a composition, without `isComposing`. */
const TAKEN_BY_INPUT_METHOD = 229;

/** Whether an input method (Chinese, Japanese, Korean, …) handles this key, for instance to choose a word. */
export function isComposing({ isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return isComposing || keyCode === TAKEN_BY_INPUT_METHOD;
}
