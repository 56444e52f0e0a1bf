const SVG = "http://www.w3.org/2000/svg";

/** What of a style sheet decides how an SVG element looks; written as attributes, it needs no style sheet any more. */
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

/** A plot (its canvases as pictures, its SVGs as they are) as one SVG that stands on its own. */
export function figureSvg(plot: Element): { text: string; width: number; height: number } {
  const { width, height } = plot.getBoundingClientRect();
  const root = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(element("rect", { width, height, fill: backgroundOf(plot) }));
  for (const layer of plot.children) {
    if (layer instanceof HTMLCanvasElement) {
      root.append(element("image", { width, height, href: layer.toDataURL("image/png") }));
    } else if (layer instanceof SVGSVGElement) root.append(styled(layer));
  }
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** The same as a picture of `scale` pixels a CSS pixel. */
export async function figurePng(plot: Element, scale = 2): Promise<Blob> {
  const { text, width, height } = figureSvg(plot);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(scale * width);
  canvas.height = Math.round(scale * height);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture could not be made."))), "image/png"),
  );
}

function styled(original: SVGSVGElement): SVGSVGElement {
  const copy = original.cloneNode(true) as SVGSVGElement;
  const originals = [original, ...original.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const look = getComputedStyle(originals[i]!);
    for (const property of LOOK) node.setAttribute(property, look.getPropertyValue(property));
    node.removeAttribute("class");
    node.removeAttribute("style");
  });
  return copy;
}

/** The first colour behind an element that is not transparent. */
function backgroundOf(start: Element): string {
  for (let at: Element | null = start; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
  }
  return "#ffffff";
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
