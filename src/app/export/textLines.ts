/** One line of text as shown on the page: where its baseline begins in the window, and its rotation in degrees. */
export interface TextLine {
  text: string;
  x: number;
  y: number;
  angle: 0 | 90 | -90;
}

interface Letter {
  letter: string;
  box: DOMRect;
}

/** The lines into which the page broke a text, with an ellipsis where the page truncates them. */
export function textLines(node: Text, style: CSSStyleDeclaration): TextLine[] {
  const vertical = style.writingMode.startsWith("vertical");
  const measure = document.createElement("canvas").getContext("2d")!;
  // `style.font` is empty when a property is set besides the shorthand, such as tabular digits.
  measure.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: ascent } = measure.measureText("x");
  const end = endOfRoom(node, measure.measureText("…").width);
  const lines: Letter[][] = [];
  let last: number | null = null;
  for (const one of letters(node)) {
    const place = vertical ? one.box.left : one.box.top;
    if (last !== null && Math.abs(place - last) < 1) lines.at(-1)!.push(one);
    else lines.push([one]);
    last = place;
  }
  return lines.flatMap((line) => {
    const shown = line.filter(({ box }) => box.right <= end);
    const text = shown.map(({ letter }) => letter).join("");
    if (text.trim() === "") return [];
    const first = shown.find(({ letter }) => letter.trim() !== "")!.box;
    const written = text.trim() + (shown.length < line.length ? "…" : "");
    if (!vertical) return { text: written, x: first.left, y: first.top + ascent, angle: 0 };
    // Rotated vertical text begins at its bottom.
    return shown.at(-1)!.box.top < first.top
      ? { text: written, x: first.left + ascent, y: first.bottom, angle: -90 }
      : { text: written, x: first.right - ascent, y: first.top, angle: 90 };
  });
}

/** Every visible character, with its box in the window; collapsed white space has none. */
function letters(node: Text): Letter[] {
  const range = document.createRange();
  const found: Letter[] = [];
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    at += letter.length;
    range.setEnd(node, at);
    const box = range.getBoundingClientRect();
    if (box.width > 0 && box.height > 0) found.push({ letter: /\s/.test(letter) ? " " : letter, box });
  }
  return found;
}

/** The right edge of the space for a text, if an enclosing element clips overflow. */
function endOfRoom(node: Text, ellipsis: number): number {
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(at).textOverflow !== "ellipsis" || at.scrollWidth <= at.clientWidth) continue;
    return at.getBoundingClientRect().right - ellipsis;
  }
  return Number.POSITIVE_INFINITY;
}
