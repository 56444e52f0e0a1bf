/** Which routers are trained: features with heads on them, and means of their predictions. */
import type { Feature } from "../features/rows.ts";
import { LabError } from "../fit/labTable.ts";
import type { Member } from "../fit/predictHeldOut.ts";
import { clusters } from "../heads/clusters.ts";
import type { Head } from "../heads/head.ts";
import { knn } from "../heads/knn.ts";
import { logistic } from "../heads/logistic.ts";
import { mlp } from "../heads/mlp.ts";
import { ridge } from "../heads/ridge.ts";

export const HEADS: readonly Head[] = [knn, ridge, logistic, clusters, mlp];

export interface RouterPlan {
  id: string;
  /** Places in the list of members whose predictions are averaged. */
  members: number[];
}

export interface Entry {
  members: Member[];
  routers: RouterPlan[];
  /** The router that was chosen before anything was measured: the one that the verdict is about. */
  headline: string;
}

/** Surface kNN, ridge on a router's state where there is one, ridge on TF-IDF: the mean of these is the default. */
const IN_DEFAULT_MEAN: readonly (readonly [feature: string, head: Head])[] = [
  ["surface", knn],
  ["state", ridge],
  ["tfidf", ridge],
];
const BESIDE_IT: readonly (readonly [feature: string, head: Head])[] = [["surface", ridge]];

/**
 * @param heads ids; empty for the default
 * @param inMean ids of other features whose ridge regression joins the default mean
 * Throws a LabError when no head fits any feature.
 */
export function enter(features: readonly Feature[], heads: readonly string[], inMean: readonly string[] = []): Entry {
  return heads.length === 0 ? byDefault(features, inMean) : combined(features, heads);
}

function byDefault(features: readonly Feature[], further: readonly string[]): Entry {
  const known = IN_DEFAULT_MEAN.map(([id]) => id);
  const own = features.filter(({ id }) => !known.includes(id));
  const list = [...IN_DEFAULT_MEAN, ...BESIDE_IT].flatMap(([id, head]) => {
    const feature = features.find((one) => one.id === id);
    return feature ? [memberOf(feature, head)] : [];
  });
  // Other features, such as an encoder's, stand for themselves and, if there is nothing else, make the mean.
  const members = [...list, ...own.map((feature) => memberOf(feature, ridge))];
  const inMean = IN_DEFAULT_MEAN.map(([id, head]) =>
    members.findIndex((one) => one.feature.id === id && one.head === head),
  );
  const joining = own.flatMap(({ id }, k) => (further.includes(id) ? [list.length + k] : []));
  const places = [...inMean.filter((place) => place >= 0), ...joining];
  return withMean(members, places.length > 0 ? places : members.map((_, m) => m));
}

function combined(features: readonly Feature[], ids: readonly string[]): Entry {
  const heads = ids.map((id) => {
    const head = HEADS.find((one) => one.id === id);
    if (head) return head;
    throw new LabError(`There is no head “${id}”. Heads are ${HEADS.map((one) => one.id).join(", ")}.`);
  });
  const members = features.flatMap((feature) =>
    heads.filter((head) => !head.denseOnly || feature.raw.kind === "dense").map((head) => memberOf(feature, head)),
  );
  if (members.length === 0)
    throw new LabError("None of these heads can learn from these features: a network needs dense ones.");
  return withMean(
    members,
    members.map((_, m) => m),
  );
}

function withMean(members: Member[], inMean: number[]): Entry {
  const routers: RouterPlan[] = members.map(({ id }, m) => ({ id, members: [m] }));
  if (inMean.length === 1) return { members, routers, headline: routers[inMean[0]!]!.id };
  const id = `mean of ${inMean.length}`;
  return { members, routers: [{ id, members: inMean }, ...routers], headline: id };
}

const memberOf = (feature: Feature, head: Head): Member => ({ id: `${feature.id} ${head.label}`, feature, head });
