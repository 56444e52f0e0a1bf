import { type DrawnPath, drawnPaths } from "./drawing.ts";
import { htmlMarks, isSeen } from "./htmlMarks.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Style properties that determine how an SVG element looks; as attributes, they make it independent of style sheets. */
const LOOK = [
  "display",
  "visibility",
  "opacity",
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
] as const;

/** Space around an HTML figure, in CSS pixels; plots have their own. */
const MARGIN = 8;

/**
 * A figure as one self-contained SVG: canvases as drawn, SVGs as they are, HTML as its boxes and texts (next to a canvas or SVG
 * only elements with `data-mark`).
 */
export function figureSvg(figure: Element): { text: string; width: number; height: number } {
  return unscrolled(figure, () => {
    const layers = [...figure.children].filter((layer) => isDrawn(layer));
    const box = figure.getBoundingClientRect();
    const margin = layers.length > 0 ? 0 : MARGIN;
    const [width, height] = [box.width + 2 * margin, box.height + 2 * margin];
    const root = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    root.append(element("rect", { width, height, fill: backgroundOf(figure) }));
    if (layers.length === 0) {
      root.append(...htmlMarks(figure, { left: box.left - margin, top: box.top - margin }, element));
    }
    for (const layer of layers) {
      if (layer instanceof HTMLCanvasElement) root.append(...drawnPaths(layer).map(pathOf));
      else root.append(styled(layer));
    }
    for (const mark of layers.length > 0 ? figure.querySelectorAll(":scope > [data-mark]") : []) {
      root.append(...htmlMarks(mark, box, element));
    }
    return { text: new XMLSerializer().serializeToString(root), width, height };
  });
}

const isDrawn = (layer: Element): layer is HTMLCanvasElement | SVGSVGElement =>
  layer instanceof HTMLCanvasElement || layer instanceof SVGSVGElement;

/** Captures a figure before anything around it is scrolled: a sticky header would otherwise cover its content. */
function unscrolled<T>(figure: Element, read: () => T): T {
  const scrolled: [Element, number, number][] = [];
  for (let at = figure.parentElement; at && at !== document.body; at = at.parentElement) {
    if (at.scrollLeft !== 0 || at.scrollTop !== 0) scrolled.push([at, at.scrollLeft, at.scrollTop]);
  }
  for (const [at] of scrolled) at.scrollTo({ left: 0, top: 0, behavior: "instant" });
  try {
    return read();
  } finally {
    for (const [at, left, top] of scrolled) at.scrollTo({ left, top, behavior: "instant" });
  }
}

/**
 * The same as a picture with `scale` pixels per CSS pixel. Rejects if the browser cannot create one or alters it: some browsers
 * blur what a page reads from a canvas, to prevent fingerprinting.
 */
export async function figurePng(figure: Element, scale = 2): Promise<Blob> {
  const { text, width, height } = figureSvg(figure);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(scale * width);
  canvas.height = Math.round(scale * height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser has no room for a picture of this size. Save it as SVG.");
  if (!keepsColors())
    throw new Error("this browser changes the colours of pictures that a page makes. Save it as SVG.");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error("this browser made no picture. Save it as SVG."))),
      "image/png",
    ),
  );
}

/** Difference per colour channel that is invisible to the eye. */
const NOT_SEEN = 4;

/** Whether reading a canvas returns what was drawn on it. */
function keepsColors(): boolean {
  const canvas = document.createElement("canvas");
  canvas.width = 16;
  canvas.height = 16;
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#336699";
  context.fillRect(0, 0, 16, 16);
  const { data } = context.getImageData(0, 0, 16, 16);
  const drawn = [0x33, 0x66, 0x99, 0xff];
  return data.every((value, k) => Math.abs(value - drawn[k % 4]!) <= NOT_SEEN);
}

const pathOf = ({ fill, opacity, d }: DrawnPath): SVGElement => element("path", { fill, "fill-opacity": opacity, d });

function styled(original: SVGSVGElement): SVGSVGElement {
  const copy = original.cloneNode(true) as SVGSVGElement;
  const originals = [original, ...original.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const look = getComputedStyle(originals[i]!);
    for (const property of LOOK) node.setAttribute(property, look.getPropertyValue(property));
    node.removeAttribute("class");
    node.removeAttribute("style");
    const tip = node.getAttribute("data-tip");
    if (tip) node.append(element("title", {}, tip));
    node.removeAttribute("data-tip");
  });
  return copy;
}

/** The first opaque colour behind an element. */
function backgroundOf(start: Element): string {
  for (let at: Element | null = start; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (isSeen(backgroundColor)) return backgroundColor;
  }
  return "#ffffff";
}

function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const node = document.createElementNS(SVG, name);
  if (text !== undefined) node.textContent = text;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
