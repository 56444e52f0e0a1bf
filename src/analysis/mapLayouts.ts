import { memoLru } from "../core/memoLru.ts";
import type { Library } from "../library/load.ts";
import type { Maps } from "../state/slices/maps.ts";
import type { Coordinates, Space } from "../workers/map/layout.ts";

/** The shipped router map; the same object for the same benchmark. */
const shippedRouter = memoLru((x: Float32Array, y: Float32Array): Coordinates => ({ x, y }));

/** The map of a space as displayed: a computed layout, or the shipped one; null if there is none. */
export function layoutOf(library: Library, { live, causal }: Maps, space: Space): Coordinates | null {
  return live[space] ?? (space === "router" ? shippedRouter(library.benchmark.x, library.benchmark.y) : causal);
}

/** Domain of every benchmark prompt, as its index in the manifest. */
export const domainLabels = ({ manifest, benchmark }: Library): Int32Array => labels(manifest, benchmark);

const labels = memoLru(({ domains }: Library["manifest"], { domain }: Library["benchmark"]): Int32Array => {
  const order = new Map(domains.map(({ id }, i) => [id, i]));
  return Int32Array.from(domain, (id) => order.get(id)!);
});
