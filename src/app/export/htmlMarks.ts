/**
 * Turns HTML that serves as a figure (a table of colours, rows of bars) into SVG: its boxes and lines of text, at their positions
 * on the page.
 */
import { textLines } from "./textLines.ts";

export type Draw = (name: string, attributes: Record<string, string | number>, text?: string) => SVGElement;

interface Frame {
  /** Window coordinates of the figure's upper left corner. */
  left: number;
  top: number;
}

/** Boxes and texts of an element and its descendants, back to front. `draw` creates an SVG element. */
export function htmlMarks(element: Element, frame: Frame, draw: Draw): SVGElement[] {
  const style = getComputedStyle(element);
  // Fully clipped elements exist only for screen readers.
  if (style.display === "none" || style.visibility === "hidden" || style.clipPath !== "none") return [];
  const marks = boxMarks(element.getBoundingClientRect(), style, frame, draw);
  for (const child of element.childNodes) {
    if (child instanceof Element) marks.push(...htmlMarks(child, frame, draw));
    else if (child instanceof Text) marks.push(...textMarks(child, style, frame, draw));
  }
  return marks;
}

function boxMarks(box: DOMRect, style: CSSStyleDeclaration, frame: Frame, draw: Draw): SVGElement[] {
  const marks: SVGElement[] = [];
  const radius = style.borderTopLeftRadius;
  const rx = radius.endsWith("%") ? (Number.parseFloat(radius) / 100) * box.width : Number.parseFloat(radius);
  /** The box, inset by some pixels on every side. */
  const rect = (inset: number, look: Record<string, string | number>) => {
    const [width, height] = [box.width - 2 * inset, box.height - 2 * inset];
    if (!(width > 0 && height > 0)) return;
    const at = { x: box.left - frame.left + inset, y: box.top - frame.top + inset };
    marks.push(draw("rect", { ...at, width, height, rx: Math.max(0, rx - inset), ...look }));
  };
  if (isSeen(style.backgroundColor)) rect(0, { fill: style.backgroundColor });
  const border = Number.parseFloat(style.borderTopWidth);
  if (border > 0 && style.borderStyle === "solid") {
    rect(border / 2, { fill: "none", stroke: style.borderTopColor, "stroke-width": border });
  }
  const outline = Number.parseFloat(style.outlineWidth);
  if (outline > 0 && style.outlineStyle === "solid") {
    const outwards = Number.parseFloat(style.outlineOffset) + outline / 2;
    rect(-outwards, { fill: "none", stroke: style.outlineColor, "stroke-width": outline });
  }
  return marks;
}

function textMarks(node: Text, style: CSSStyleDeclaration, frame: Frame, draw: Draw): SVGElement[] {
  return textLines(node, style).map(({ text, x, y, angle }) =>
    draw(
      "text",
      {
        transform: `translate(${x - frame.left},${y - frame.top})${angle === 0 ? "" : ` rotate(${angle})`}`,
        fill: style.color,
        "font-family": style.fontFamily,
        "font-size": style.fontSize,
        "font-weight": style.fontWeight,
      },
      text,
    ),
  );
}

/** Whether a computed colour is visible. */
export const isSeen = (color: string): boolean => color !== "transparent" && !/^rgba\(.*, 0\)$/.test(color);
