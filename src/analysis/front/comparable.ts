import type { Library } from "../../library/load.ts";
import { taskOf } from "../../library/manifest/manifestFacts.ts";
import { BASELINE_ROUTERS, type BaselineRouterId } from "../../state/slices/comparisons.ts";
import type { State } from "../../state/store.ts";

/** Id of the shipped library, when compared with one of its variants. */
export const SHIPPED = "shipped";

/** Name of the shipped library while one of its variants is open, else null: each can be compared with the other. */
export function shippedLabel({
  libraries,
  libraryAddress,
}: Pick<State, "libraries" | "libraryAddress">): string | null {
  const running = libraries.find(({ address }) => address === libraryAddress);
  if (running?.origin !== "variant") return null;
  return libraries.find(({ origin }) => origin === "shipped")?.label ?? null;
}

/**
 * What the library can be compared with: its references, its variants that were measured on the same prompts, and for a variant the shipped library. Often nothing.
 * @param shipped see `shippedLabel`
 */
export function comparable(library: Library, shipped: string | null): Compared[] {
  const { benchmark, variants = [] } = library.manifest;
  const baselineRouters =
    benchmark.references === undefined ? [] : BASELINE_ROUTERS.map((id) => ({ id, ...ABOUT[id] }));
  const others = variants
    .filter(({ otherPrompts }) => !otherPrompts)
    .map(({ id, label, description = "" }) => ({ id, label, description }));
  const origin = {
    id: SHIPPED,
    label: shipped ?? "",
    description: "The library that ships, of which this is a variant",
  };
  const trained = (library.trained?.others ?? []).map(({ id, name }) => ({
    id,
    label: name,
    description: "Another router that was trained on this table, on prompts that it had not seen",
  }));
  // The library that ships is masked: a causal variant's losses are on another scale.
  const sameScale = shipped !== null && taskOf(library.manifest) === "masked";
  return [...baselineRouters, ...trained, ...others, ...(sameScale ? [origin] : [])];
}

export interface Compared {
  id: string;
  label: string;
  description: string;
}

const ABOUT: Readonly<Record<BaselineRouterId, { label: string; description: string }>> = {
  knn: {
    label: "kNN on router states",
    description: "Losses predicted by the nearest prompts of the router's training in its latent space",
  },
  ridge: {
    label: "ridge on router states",
    description: "Losses predicted by ridge regression on the router's latent space",
  },
};
