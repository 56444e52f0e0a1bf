import { contentKey } from "../../core/contentKey.ts";
import { route } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import { remembered } from "../analysis.ts";
import { policyKey } from "../policy/policyKey.ts";
import { bestExperts } from "../rows/oracle.ts";
import { penaltyByCall } from "./decisionCosts.ts";
import { measuredOnly, totalPenalty } from "./penalties.ts";

/**
 * The router's choice for every prompt of the benchmark under a policy; it may be an expert that the user has added, whose loss
 * there is unknown. `measuredChoices` are the ones to score.
 */
export const routerChoices = remembered({
  keep: 8,
  key: (policy: Policy) => policyKey(policy),
  compute: (library, policy): Int32Array =>
    route(library.benchmark.predicted, penaltyByCall(library, "router", policy)),
});

/** The choices that can be scored: the router's among the experts measured on the benchmark. */
export const measuredChoices = remembered({
  keep: 8,
  key: (policy: Policy) => policyKey(policy),
  compute: (library, policy): Int32Array =>
    library.calibrated
      ? route(library.benchmark.predicted, measuredOnly(library, totalPenalty(library, policy)))
      : routerChoices(library, policy),
});

/**
 * Regret of these choices per benchmark prompt, nats: the chosen expert's loss minus that of the best measured expert; NaN where
 * the choice was not measured.
 */
export const regrets = remembered({
  keep: 8,
  key: (choices: Int32Array) => contentKey(choices),
  compute(library, choices): Float32Array {
    const { losses } = library.benchmark;
    const best = bestExperts(library);
    return Float32Array.from(choices, (choice, row) => {
      const offset = row * losses.columns;
      return choice < 0 ? Number.NaN : losses.data[offset + choice]! - losses.data[offset + best[row]!]!;
    });
  },
});

/** Share of these prompts, 0 … 1, that the router sends to experts not measured on the benchmark. */
export function unmeasuredShare(library: Library, choices: Int32Array, rows: Int32Array): number {
  const { calibrated, expertIds } = library;
  if (!calibrated || rows.length === 0) return 0;
  return rows.filter((row) => calibrated.has(expertIds[choices[row]!] ?? "")).length / rows.length;
}
