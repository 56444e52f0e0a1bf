import { IDENTIFIER } from "../library/manifest/identifier.ts";
import { type Camera, MAX_ZOOM } from "../workers/map/camera.ts";
import { type LayoutSettings, layoutProblem, SPACES, type Space } from "../workers/map/layout.ts";

const MAP_COLORS = ["domain", "expert", "regret", "loss"] as const;
export type MapColor = (typeof MAP_COLORS)[number];

/** How the map panel shows the benchmark: the part of a link that belongs to it. */
export interface MapView {
  color: MapColor;
  /** Expert whose predicted loss colours the map; null: the library's first. */
  lossOf: string | null;
  /** Domains switched off in the legend. */
  hidden: readonly string[];
  /** What is looked at, by map; null: all of it. */
  cameras: Readonly<Record<Space, Camera | null>>;
  /** The layout to compute; null: the one that ships. */
  layout: LayoutSettings | null;
  /** Whether the causal model's map stands beside the router's. */
  compare: boolean;
  /** Whether the typed prompt leaves a trail. */
  trail: boolean;
}

export const DEFAULT_MAP_VIEW: MapView = {
  color: "domain",
  lossOf: null,
  hidden: [],
  cameras: { router: null, causal: null },
  layout: null,
  compare: true,
  trail: true,
};

/** Digits of a camera in a link: finer than a pixel at the largest zoom. */
const DIGITS = 6;
const short = (value: number): string => String(Number(value.toPrecision(DIGITS)));

export function writeMapView(parameters: URLSearchParams, view: MapView): void {
  if (view.color !== DEFAULT_MAP_VIEW.color) parameters.set("color", view.color);
  if (view.lossOf !== null) parameters.set("loss-of", view.lossOf);
  if (view.hidden.length) parameters.set("hide", view.hidden.join("~"));
  for (const space of SPACES) {
    const camera = view.cameras[space];
    if (camera) parameters.set(`see.${space}`, [camera.x, camera.y, camera.zoom].map(short).join("_"));
  }
  if (view.layout) {
    const { seed, neighbors, minDist } = view.layout;
    parameters.set("umap", [seed, neighbors, minDist].join("_"));
  }
  if (!view.compare) parameters.set("compare", "no");
  if (!view.trail) parameters.set("trail", "no");
}

/** What does not parse is left at its default, one by one. */
export function readMapView(parameters: URLSearchParams): MapView {
  const lossOf = parameters.get("loss-of") ?? "";
  return {
    color: MAP_COLORS.find((color) => color === parameters.get("color")) ?? DEFAULT_MAP_VIEW.color,
    lossOf: IDENTIFIER.test(lossOf) ? lossOf : null,
    hidden: (parameters.get("hide") ?? "").split("~").filter((id) => IDENTIFIER.test(id)),
    cameras: { router: readCamera(parameters.get("see.router")), causal: readCamera(parameters.get("see.causal")) },
    layout: readLayout(parameters.get("umap")),
    compare: parameters.get("compare") !== "no",
    trail: parameters.get("trail") !== "no",
  };
}

function readCamera(written: string | null): Camera | null {
  const [x, y, zoom, ...more] = numbers(written);
  return x !== undefined && y !== undefined && zoom !== undefined && more.length === 0 && zoom > 1 && zoom <= MAX_ZOOM
    ? { x, y, zoom }
    : null;
}

function readLayout(written: string | null): LayoutSettings | null {
  const [seed, neighbors, minDist, ...more] = numbers(written);
  if (seed === undefined || neighbors === undefined || minDist === undefined || more.length > 0) return null;
  const settings = { seed, neighbors, minDist };
  return layoutProblem(settings) === null ? settings : null;
}

function numbers(written: string | null): number[] {
  const values = (written ?? "").split("_").map((part) => (part === "" ? Number.NaN : Number(part)));
  return values.every(Number.isFinite) ? values : [];
}
