/** The part for causal experts, whose code is fetched when the first of them has run. */
import { lazily } from "../../ui/lazily.tsx";

export const CausalRuns = lazily(async () => (await import("./CausalRuns.tsx")).CausalRuns);
