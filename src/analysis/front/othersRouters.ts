/** Routers of others whose decisions a table has: a point of the front, or a curve along their threshold. */
import { contentKey } from "../../core/contentKey.ts";
import type { Curve } from "../../core/curves/curve.ts";
import { alongThreshold, byScore } from "../../core/evaluation/deferral/alongThreshold.ts";
import { measuredCalls } from "../../core/evaluation/measuredCalls.ts";
import { type RouterDecisions, weakAndStrong } from "../../core/evaluation/routerDecisions.ts";
import type { Library } from "../../library/load.ts";
import type { Outcome } from "../../state/store.ts";
import { remembered, rememberedOnce } from "../analysis.ts";
import { chargeAt } from "./axisCosts.ts";

export interface OthersRouter {
  id: string;
  label: string;
  decisions: RouterDecisions;
}

/** "router mf" for a column `mf`; a name that says so already is kept. */
export const routerName = (label: string): string => (/router/i.test(label) ? label : `router ${label}`);

/** In the order of the table's columns; empty without any. */
export const othersRouters = rememberedOnce(({ manifest, benchmark }: Library): OthersRouter[] =>
  (manifest.benchmark.routers ?? []).flatMap(({ id, label }) => {
    const decisions = benchmark.routers?.get(id);
    return decisions ? [{ id: `router:${id}`, label: routerName(label), decisions }] : [];
  }),
);

/** By row of the table, the model that each router of choices sends the prompt to; −1 where unknown. */
export const othersChoices = (library: Library): { id: string; label: string; choices: Int32Array }[] =>
  othersRouters(library).flatMap(({ id, label, decisions }) =>
    "choices" in decisions ? [{ id, label, choices: decisions.choices }] : [],
  );

/** Curves of the routers by scores along their threshold: from no strong call to all of them. Only for tables of two models. */
export const thresholdCurves = remembered({
  keep: 4,
  key: (axis: string, outcome: Outcome, rows: Int32Array) => `${axis}|${outcome}|${contentKey(rows)}`,
  compute(library, axis, outcome, rows): { id: string; label: string; curve: Curve }[] {
    const constraint = library.constraints.find(({ id }) => id === axis)!;
    const { losses, accuracies } = library.benchmark;
    const calls = measuredCalls(accuracies, null, rows);
    if (calls.models.length !== 2) return [];
    const { weak, strong } = weakAndStrong(calls);
    const { data, columns } = outcome === "loss" ? losses : accuracies;
    return othersRouters(library).flatMap(({ id, label, decisions }) => {
      if (!("scores" in decisions)) return [];
      const groups = byScore(decisions.scores, calls.rows);
      if (groups.length === 0) return [];
      const charge = (model: number) => (row: number) => chargeAt(constraint, row, model);
      const value = (model: number) => (row: number) => data[row * columns + model]!;
      const x = alongThreshold(groups, charge(weak), charge(strong)).mean;
      const y = alongThreshold(groups, value(weak), value(strong)).mean;
      const all = new Float64Array(x.length).fill(1);
      return [{ id, label, curve: { lambda: Float64Array.from(x.keys()), x, y, known: all, measured: all } }];
    });
  },
});
