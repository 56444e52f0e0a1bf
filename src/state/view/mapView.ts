import type { Camera } from "../../workers/map/camera.ts";
import type { LayoutSettings, Space } from "../../workers/map/layout.ts";

export const MAP_COLORS = ["domain", "expert", "regret", "loss"] as const;
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
