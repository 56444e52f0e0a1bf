/** Keys as a person means them, on any keyboard layout and with any input method. */

type Key = Pick<KeyboardEvent, "key" | "code">;

/**
 * The key of a shortcut, lower case. A layout without Latin letters (Russian, Greek, Hebrew, …) gives another letter for the key that is
 * marked Z: there the place of the key counts. Layouts that move Latin letters (AZERTY, Dvorak) are taken by what they type.
 */
export function shortcutKey({ key, code }: Key): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isLetterOfAnotherScript = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return (isLetterOfAnotherScript && letter ? letter : key).toLowerCase();
}

/** keyCode of a key that an input method has taken; Safari sends it for the Enter that ends a composition, without `isComposing`. */
const TAKEN_BY_INPUT_METHOD = 229;

/** Whether an input method (Chinese, Japanese, Korean, …) uses this key itself: it chooses a word and means nothing else. */
export function isComposing({ isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return isComposing || keyCode === TAKEN_BY_INPUT_METHOD;
}
