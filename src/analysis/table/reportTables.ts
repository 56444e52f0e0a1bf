/** The report of an evaluation table in words and figures, as displayed and copied. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import type { Policy, TableReport } from "../../core/evaluation/tableReport.ts";
import { withCommas } from "../../core/withCommas.ts";
import { routerName } from "../front/othersRouters.ts";
import { dollars4, estimated, score4 } from "./figureFormats.ts";
import type { TextTable } from "./textTable.ts";

/** One row of figures: `note` explains it, or says why there is none. */
export interface ReportFigure {
  id: string;
  label: string;
  value: string;
  note: string;
}

export interface ReportPolicy {
  id: string;
  label: string;
  score: string;
  /** "" for a table without costs. */
  cost: string;
}

/** Whether the table has points of whole test sets, and no prompts among which a policy could choose. */
const isPoints = ({ asked }: TableReport): boolean => asked === 1;

/** Single models, baselines and others' routers. @param names of the models, by column; @param routers their names */
export function reportPolicies(
  report: TableReport,
  names: readonly string[],
  routers: readonly string[] = [],
): ReportPolicy[] {
  const { models, best, random, oracle, byDataset, costMatched } = report;
  const priced = Number.isFinite(oracle.cost.value);
  const line = (id: string, label: string, { score, cost }: Policy): ReportPolicy => ({
    id,
    label,
    score: estimated(score, score4),
    cost: priced ? estimated(cost, dollars4) : "",
  });
  const matched: ReportPolicy = {
    id: "matched",
    label: "Random mix at the oracle's cost",
    score: estimated(costMatched, score4),
    cost: estimated(oracle.cost, dollars4),
  };
  const single = models[best] ? [line("best", `Best single model: ${names[best]}`, models[best])] : [];
  if (isPoints(report)) return single;
  return [
    ...single,
    line("random", "Random model", random),
    ...(priced ? [matched] : []),
    ...(byDataset
      ? [
          line("dataset", "Best model of each data set, cross-validated", byDataset.crossValidated),
          line("dataset-in-sample", "Best model of each data set, chosen in sample", byDataset.inSample),
        ]
      : []),
    ...report.routers.flatMap(({ policy, prompts }, i) => {
      const on = prompts < report.prompts ? `, on ${withCommas(prompts)} prompts` : "";
      return policy ? [line(`router-${i}`, `${routerName(routers[i] ?? String(i + 1))}${on}`, policy)] : [];
    }),
    line("oracle", "Oracle", oracle),
  ];
}

/** @param names of the models, by column */
export function reportFigures(
  report: TableReport,
  names: readonly string[],
  routers: readonly string[] = [],
): ReportFigure[] {
  const { headroom, chanceOracle, models, best, allRight, noneRight, aiqHull, aiqOracle, saving, savingCost } = report;
  const figure = (id: string, label: string, estimate: Estimate, note: string, format = score4): ReportFigure => ({
    id,
    label,
    value: estimated(estimate, format),
    note,
  });
  const plain = (value: number): Estimate => ({ value, interval: [Number.NaN, Number.NaN] });
  const hullFigure = figure(
    "aiq-hull",
    "AIQ of single models",
    aiqHull,
    "mean height of their hull from the cheapest to the dearest",
  );
  const arenaFigure = figure(
    "arena-best",
    "RouterArena score of the best model",
    report.arenaBest,
    arenaNote(report.arenaBest),
  );
  const priced = Number.isFinite(report.oracle.cost.value);
  if (isPoints(report)) {
    const counts = [
      figure("pareto", "Pareto set", plain(report.pareto.length), "points that no other point beats", String),
      hullFigure,
      arenaFigure,
    ];
    return priced ? counts : [];
  }
  const byChance = chanceOracle - (models[best]?.score.value ?? Number.NaN);
  const found = [
    figure("headroom", "Headroom", headroom, "oracle minus best single model"),
    figure(
      "chance",
      "Headroom by chance",
      plain(byChance),
      "the same, if models were right independently of one another",
    ),
    figure("all-right", "All right", allRight, "share of prompts on which every model scores 1"),
    figure("none-right", "None right", noneRight, "share of prompts on which every model scores 0"),
  ];
  if (priced) {
    found.push(
      hullFigure,
      figure("aiq-oracle", "AIQ of the oracle", aiqOracle, "over the same costs"),
      figure(
        "saving",
        "Quality-neutral saving",
        saving,
        `share of the best model's cost; as good at ${dollars4(savingCost.value)} per 1,000 prompts`,
      ),
      arenaFigure,
      figure("arena-oracle", "RouterArena score of the oracle", report.arenaOracle, arenaNote(report.arenaOracle)),
    );
  }
  return [...found, ...twoModelFigures(report, names, figure, plain), ...thresholdFigures(report, routers, figure)];
}

const arenaNote = ({ value }: Estimate): string =>
  Number.isFinite(value) ? "β = 0.1, 0 to 1" : "calls that cost nothing have no place on its logarithm";

function twoModelFigures(
  { deferral }: TableReport,
  names: readonly string[],
  figure: (id: string, label: string, estimate: Estimate, note: string) => ReportFigure,
  plain: (value: number) => Estimate,
): ReportFigure[] {
  if (!deferral) return [];
  const { weak, strong, gap, curve, apgr } = deferral;
  const reason = gap > 0 ? "" : "n/a: the two models score alike, so there is no gap to recover";
  return [
    figure("gap", "Performance gap", plain(gap), `${names[strong]} minus ${names[weak]}`),
    figure(
      "apgr",
      "APGR of the oracle",
      apgr,
      reason || "mean share of the gap recovered, over all shares of strong calls; a random router has 0.5",
    ),
    figure(
      "cpt50",
      "CPT(50%) of the oracle",
      plain(curve.cpt50),
      reason || "least share of strong calls that recovers half of the gap",
    ),
    figure("cpt80", "CPT(80%) of the oracle", plain(curve.cpt80), reason || "least share that recovers 80% of it"),
  ];
}

/** What others' routers by scores recover of the gap between two models. */
const thresholdFigures = (
  report: TableReport,
  names: readonly string[],
  figure: (id: string, label: string, estimate: Estimate, note: string) => ReportFigure,
): ReportFigure[] =>
  report.routers.flatMap(({ threshold, prompts }, i) => {
    if (!threshold) return [];
    const name = routerName(names[i] ?? String(i + 1));
    const on = prompts < report.prompts ? `; on the ${withCommas(prompts)} prompts with a score` : "";
    return [
      figure(`apgr-${i}`, `APGR of ${name}`, threshold.apgr, `along its threshold; a random router has 0.5${on}`),
      figure(`cpt50-${i}`, `CPT(50%) of ${name}`, threshold.cpt50, `least share of strong calls on its curve${on}`),
      figure(`cpt80-${i}`, `CPT(80%) of ${name}`, threshold.cpt80, `least share of strong calls on its curve${on}`),
    ];
  });

/** Every single model, best first. */
export function reportModels({ models, pareto, hull }: TableReport, names: readonly string[]): TextTable {
  const known = models.flatMap((policy, column) => (policy ? [{ policy, column }] : []));
  known.sort((a, b) => b.policy.score.value - a.policy.score.value);
  const priced = pareto.length > 0;
  return {
    title: "Single models",
    head: ["Model", "Score [95%]", ...(priced ? ["Cost per 1,000 prompts [95%]", "Front"] : [])],
    rows: known.map(({ policy, column }) => [
      names[column]!,
      estimated(policy.score, score4),
      ...(priced
        ? [
            estimated(policy.cost, dollars4),
            hull.includes(column) ? "hull" : pareto.includes(column) ? "Pareto set" : "",
          ]
        : []),
    ]),
  };
}

/** The tables of the report beside that of data sets, which is `datasetTable`. @param names, @param routers as in `reportPolicies` */
export function reportParts(report: TableReport, names: readonly string[], routers: readonly string[] = []) {
  const policies = reportPolicies(report, names, routers);
  const priced = policies.some(({ cost }) => cost !== "");
  return {
    policies: {
      title: "Policies",
      head: ["Policy", "Score [95%]", ...(priced ? ["Cost per 1,000 prompts [95%]"] : [])],
      rows: policies.map(({ label, score, cost }) => [label, score, ...(priced ? [cost] : [])]),
    },
    figures: {
      title: "Figures",
      head: ["Figure", "Value [95%]", "What it is"],
      rows: reportFigures(report, names, routers).map(({ label, value, note }) => [label, value, note]),
    },
    models: reportModels(report, names),
  } satisfies Record<string, TextTable>;
}

/** The whole report as tables, for copying. @param datasets see `datasetTable` */
export function reportTextTables(
  name: string,
  report: TableReport,
  names: readonly string[],
  datasets: TextTable | null,
  routers: readonly string[] = [],
): TextTable[] {
  const { policies, figures, models } = reportParts(report, names, routers);
  const title = `${name}: ${report.prompts} of ${report.asked} prompts`;
  return [{ ...policies, title }, figures, models, ...(datasets ? [datasets] : [])];
}
