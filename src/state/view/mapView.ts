import type { Camera } from "../../workers/map/camera.ts";
import type { LayoutSettings, Space } from "../../workers/map/layout.ts";

export const MAP_COLORS = ["domain", "expert", "regret", "loss"] as const;
export type MapColor = (typeof MAP_COLORS)[number];

/** How the map panel shows the benchmark: its part of a link. */
export interface MapView {
  color: MapColor;
  /** Expert whose predicted loss colours the map; null: the library's first. */
  lossOf: string | null;
  /** Domains switched off in the legend. */
  hidden: readonly string[];
  /** The view, by map; null: the whole map. */
  cameras: Readonly<Record<Space, Camera | null>>;
  /** The layout to compute; null: the shipped one. */
  layout: LayoutSettings | null;
  /** Whether the causal model's map is shown next to the router's. */
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
