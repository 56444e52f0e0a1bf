import type { Area } from "./clusterNames.ts";

/** Where the zoom buttons stand on a map of some width, in pixels; map.css places them. */
export const zoomArea = (width: number): Area => ({ left: width - 104, top: 0, right: width, bottom: 32 });
