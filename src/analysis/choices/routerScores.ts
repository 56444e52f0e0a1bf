import { contentKey } from "../../core/contentKey.ts";
import { type RoutingScores, scoreRouting } from "../../core/metrics/metrics.ts";
import type { Policy } from "../../state/policy.ts";
import { remembered } from "../analysis.ts";
import { policyKey } from "../policy/policyKey.ts";
import { singleBest } from "./baselineChoices.ts";
import { measuredChoices } from "./choices.ts";
import { penaltyByCall } from "./decisionCosts.ts";
import { measuredOnly, totalPenalty } from "./penalties.ts";

/**
 * Scores of the router's choices on these prompts under a policy. All are measured: the router chooses among, and is compared with,
 * the experts measured on the benchmark. Experts added by the user are excluded.
 */
export const routerScores = remembered({
  keep: 8,
  key: (policy: Policy, rows: Int32Array) => `${policyKey(policy)}|${contentKey(rows)}`,
  compute(library, policy, rows): RoutingScores {
    const { losses, accuracies } = library.benchmark;
    return scoreRouting(
      losses,
      accuracies,
      measuredChoices(library, policy),
      library.calibrated
        ? measuredOnly(library, totalPenalty(library, policy))
        : penaltyByCall(library, "oracle", policy),
      singleBest(library, rows),
      { rows },
    );
  },
});
