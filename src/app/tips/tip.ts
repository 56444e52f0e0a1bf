/** Attributes for an element with a tip: see TipLayer.tsx, which shows it. */
export interface TipAttributes {
  "data-tip": string;
  "aria-description"?: string;
  tabIndex?: 0;
}

/**
 * A tip, shown next to an element on hover, long press, tap on plain text, or keyboard focus, and read by screen readers after its
 * name. Replaces `title`, which only works with a mouse.
 */
export function tip(text: string): TipAttributes {
  return { "data-tip": text, "aria-description": text };
}

/** The same for plain text, which this makes focusable with the Tab key. */
export function tipStop(text: string): TipAttributes {
  return { ...tip(text), tabIndex: 0 };
}

/** The same if the full text is on the page anyway, or is announced by other means. */
export function tipSeen(text: string): TipAttributes {
  return { "data-tip": text };
}
