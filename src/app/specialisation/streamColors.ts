import { interpolateLab } from "d3-interpolate";
import { partGroups, subjects } from "../../analysis/specialisation.ts";
import type { Manifest } from "../../library/manifest/manifest.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import { domainColors } from "../color/palette.ts";

/**
 * Colours of the experts of a co-training, in the order of its log, for style sheets and SVG: an expert has the colour of its subject in
 * either theme; of several with the same subject the later ones are lighter.
 */
export function streamColors(log: Specialisation, manifest: Manifest): string[] {
  const [light, dark] = [domainColors(manifest), domainColors(manifest, true)];
  const seen = new Map<string, number>();
  return subjects(log, partGroups(log, manifest)).map(({ id }) => {
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    // Each theme's colour by itself: the pair of both is no colour that could be mixed.
    const lighter = (hex = "#808080") => interpolateLab(hex, "#ffffff")(Math.min(0.7, 0.4 * before));
    return `light-dark(${lighter(light.get(id))}, ${lighter(dark.get(id))})`;
  });
}
