import { columnMeans } from "../evaluationTable.ts";
import type { Examined, Found } from "./examined.ts";
import { names } from "./words.ts";

/** Costs in one table that differ by more than this factor are probably in different units. */
const UNIT_GAP = 1_000;

/** Findings about costs: unknown ones, zeros and different units. */
export function aboutCosts({ table, ids, prices }: Examined): Found[] {
  const { models, costs } = table;
  const found: Found[] = [];
  if (costs) {
    const means = columnMeans(costs, models.length);
    const which = (test: (mean: number) => boolean) => [...models.keys()].filter((k) => test(means[k]!));
    const named = (places: readonly number[]) => names(places.map((k) => models[k]!));
    const without = which(Number.isNaN);
    if (without.length > 0) {
      found.push({
        id: "uncosted",
        text: `No cost is known of ${named(without)}: such a model has scores, but no place on the axis of costs, and no share in the front.`,
        remedies:
          without.length <= models.length - 2
            ? [
                {
                  label: `Hide ${named(without)}`,
                  change: { kind: "hide-models", models: without.map((k) => ids[k]!) },
                },
              ]
            : [],
      });
    }
    const withFree = [...models.keys()].filter((k) => hasFreeCall(costs, k, models.length));
    const free = which((mean) => mean === 0);
    const partly = withFree.filter((k) => !free.includes(k));
    if (withFree.length > 0 && free.length < models.length) {
      const every = free.length > 0 ? `Every call of ${named(free)} costs 0.` : "";
      const some = partly.length > 0 ? `Some calls of ${named(partly)} cost 0, others do not.` : "";
      found.push({
        id: "free",
        text: `${[every, some].filter(Boolean).join(" ")} If that means “unknown”, these calls seem to be free, and oracle and front are too cheap.`,
        remedies: [
          {
            label: `Treat a cost of 0 of ${named(withFree)} as unknown`,
            change: { kind: "unknown-free-calls", models: withFree.map((k) => ids[k]!) },
          },
        ],
      });
    }
    found.push(...units(models, ids, means));
  }
  if (prices) {
    const unpriced = models.filter((_, k) => prices[k] === null);
    if (unpriced.length > 0) {
      found.push({
        id: "unpriced",
        text: `No price is given for ${names(unpriced)}: without one, such a model has no place on the axis of prices. Under “What if” you can enter it.`,
      });
    }
  }
  return found;
}

function hasFreeCall(costs: Float64Array, k: number, width: number): boolean {
  for (let cell = k; cell < costs.length; cell += width) if (costs[cell] === 0) return true;
  return false;
}

/** Models whose mean cost lies more than a factor of a thousand from the median of all. */
function units(models: readonly string[], ids: readonly string[], means: Float64Array): Found[] {
  const known = [...models.keys()].filter((k) => means[k]! > 0).sort((a, b) => means[a]! - means[b]!);
  if (known.length < 2 || means[known.at(-1)!]! <= UNIT_GAP * means[known[0]!]!) return [];
  const dearest = known.at(-1)!;
  const usual = means[known[Math.floor((known.length - 1) / 2)]!]!;
  const beyond = known.filter((k) => means[k]! > UNIT_GAP * usual);
  const by = UNIT_GAP ** Math.max(1, Math.round(Math.log(means[dearest]! / usual) / Math.log(UNIT_GAP)));
  const which = names(beyond.map((k) => models[k]!));
  return [
    {
      id: "units",
      text: `Mean costs lie more than ${UNIT_GAP.toLocaleString("en")} times apart; “${models[dearest]}” is the dearest. If its costs are not dollars for each call, but for a thousand calls or the whole test, the front has it too far to the right.`,
      remedies:
        beyond.length > 0
          ? [
              {
                label: `Divide the costs of ${which} by ${by.toLocaleString("en")}`,
                change: { kind: "divide-costs", models: beyond.map((k) => ids[k]!), by },
              },
            ]
          : [],
    },
  ];
}
