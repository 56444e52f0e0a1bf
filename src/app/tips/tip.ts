/** Attributes of an element that has something more to say: see TipLayer.tsx, which shows it. */
export interface TipAttributes {
  "data-tip": string;
  "aria-description"?: string;
  tabIndex?: 0;
}

/**
 * What a pointer that rests, a long press, a tap on plain text, or the focus of the keyboard shows beside an element, and what a
 * screen reader reads after its name. In place of `title`, which only a mouse reaches.
 */
export function tip(text: string): TipAttributes {
  return { "data-tip": text, "aria-description": text };
}

/** The same for plain text, which the Tab key must be able to reach then. */
export function tipStop(text: string): TipAttributes {
  return { ...tip(text), tabIndex: 0 };
}

/** The same where the text is on the page in full, or is read out by other means. */
export function tipSeen(text: string): TipAttributes {
  return { "data-tip": text };
}
