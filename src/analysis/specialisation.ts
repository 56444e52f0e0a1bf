import type { Manifest } from "../library/manifest/manifest.ts";
import type { Specialisation } from "../library/specialisation/specialisation.ts";

/** Parts of one domain, and the domain's name. */
export interface PartGroup {
  id: string;
  label: string;
  /** Columns of the log's counts. */
  parts: number[];
}

/** The log's parts by domain, which is what their ids begin with; in the manifest's order. */
export function partGroups(log: Specialisation, { domains }: Pick<Manifest, "domains">): PartGroup[] {
  const groups = new Map<string, PartGroup>();
  log.parts.forEach(({ id, label }, part) => {
    const domain = id.split("/")[0]!;
    const group = groups.get(domain);
    if (group) group.parts.push(part);
    else {
      const name = domains.find((one) => one.id === domain)?.label ?? label;
      groups.set(domain, { id: domain, label: name, parts: [part] });
    }
  });
  const place = ({ id }: PartGroup) => {
    const found = domains.findIndex((domain) => domain.id === id);
    return found < 0 ? domains.length : found;
  };
  return [...groups.values()].sort((a, b) => place(a) - place(b));
}

/** Frames on either side of one whose windows are counted with its own: a single one has too few to see a share in. */
const AROUND = 4;

/**
 * Share of the windows of some parts that each expert got around a frame of the log, adding up to 1; all 0 where there were none.
 * @returns [experts]
 */
export function sharesAt({ frames, experts }: Specialisation, parts: readonly number[], frame: number): number[] {
  const counts = experts.map((_, expert) => {
    let count = 0;
    for (const { windows } of frames.slice(Math.max(0, frame - AROUND), frame + AROUND + 1)) {
      for (const part of parts) count += windows[expert]![part]!;
    }
    return count;
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (all > 0 ? count / all : 0));
}

/** For each expert the group of which it got most windows around the last frame. */
export function subjects(log: Specialisation, groups: readonly PartGroup[]): PartGroup[] {
  const last = log.frames.length - 1;
  const counts = groups.map(({ parts }) =>
    log.experts.map((_, expert) =>
      log.frames
        .slice(Math.max(last - 2 * AROUND, 0))
        .reduce((sum, { windows }) => sum + parts.reduce((count, part) => count + windows[expert]![part]!, 0), 0),
    ),
  );
  return log.experts.map((_, expert) =>
    groups.reduce((best, group, k) => (counts[k]![expert]! > counts[groups.indexOf(best)]![expert]! ? group : best)),
  );
}
