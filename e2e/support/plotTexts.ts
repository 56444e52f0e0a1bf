import type { Locator } from "@playwright/test";

/**
 * What is wrong with the texts of a plot, in words: those that lie on each other, on a mark, or beyond the plot's edge. Boxes are those
 * of the page; a text along a line is taken letter by letter.
 */
export function plotTextFaults(plot: Locator): Promise<string[]> {
  return plot.evaluate((element) => {
    interface Named {
      name: string;
      boxes: DOMRect[];
    }
    const svg = element.querySelector("svg")!;
    const edge = svg.getBoundingClientRect();
    const shown = (part: Element) => part.getClientRects().length > 0;
    const lettersOf = (text: SVGTextElement) =>
      Array.from({ length: text.getNumberOfChars() }, (_, k) => {
        const [from, to] = [text.getStartPositionOfChar(k), text.getEndPositionOfChar(k)];
        const half = 3;
        const at = { x: edge.left + (from.x + to.x) / 2, y: edge.top + (from.y + to.y) / 2 };
        return new DOMRect(at.x - half, at.y - half, 2 * half, 2 * half);
      });
    const texts = [...svg.querySelectorAll("text")].filter(shown).map((text): Named => {
      const along = text.querySelector("textPath") !== null;
      return { name: text.textContent ?? "", boxes: along ? lettersOf(text) : [text.getBoundingClientRect()] };
    });
    const marks = [...svg.querySelectorAll("circle.single, path.outlier, .landmark path, .predicted-expert path")]
      .filter(shown)
      .map((mark): Named => {
        const name = mark.closest("[data-tip]")?.getAttribute("data-tip") ?? "mark";
        return { name, boxes: [mark.getBoundingClientRect()] };
      });
    // Boxes have room above and below their letters.
    const SLACK = 2;
    const meet = (a: DOMRect, b: DOMRect) =>
      a.left + SLACK < b.right - SLACK &&
      b.left + SLACK < a.right - SLACK &&
      a.top + SLACK < b.bottom - SLACK &&
      b.top + SLACK < a.bottom - SLACK;
    const lieOn = (a: Named, b: Named) => a.boxes.some((box) => b.boxes.some((other) => meet(box, other)));
    const beyond = ({ left, right, top, bottom }: DOMRect) =>
      left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 1 || bottom > edge.bottom + 1;
    const faults: string[] = [];
    texts.forEach((text, k) => {
      if (text.boxes.some(beyond)) faults.push(`“${text.name}” is beyond the plot`);
      for (const other of texts.slice(k + 1)) if (lieOn(text, other)) faults.push(`“${text.name}” on “${other.name}”`);
      for (const mark of marks) if (lieOn(text, mark)) faults.push(`“${text.name}” on the mark “${mark.name}”`);
    });
    return faults;
  });
}
