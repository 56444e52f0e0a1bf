import { tip } from "../../tips/tip.ts";

/** Parts of the plot that can be left out, with what they are. The style sheet hides them by these names. */
const PARTS = [
  ["router", "router", "The router's curve, with its 95% interval"],
  ["oracle", "oracle", "A router that always knows the losses: the best that can be reached at each cost"],
  ["hull", "random router", "The best that choosing experts at random reaches at the same mean cost"],
  ["experts", "experts", "One expert for all prompts; those outside the drawn part stand at its lower edge"],
  [
    "policies",
    "baselines",
    "Policies without λ: best single expert, random choice, and the expert of the true domain or part",
  ],
  ["others", "others' routers", "Routers whose decisions are in the table: a point, or a curve along a threshold"],
] as const;

type Part = readonly [FrontPart, string, string];

const isOthers = ([part]: Part): boolean => part === "others";
const OTHERS: readonly Part[] = PARTS.filter(isOthers);
const PARTS_SHOWN: readonly Part[] = PARTS.filter((part) => !isOthers(part));

/** What they are in an imported table with a router that was trained on it. */
const PARTS_OF_ROUTED_TABLE: typeof PARTS_SHOWN = [
  ["router", "router", "The trained router's curve, on prompts that it had not seen, with its 95% interval"],
  ["oracle", "oracle", "A router that always knows the scores: the best that can be reached at each cost"],
  ["hull", "random router", "The best that choosing models at random reaches at the same mean cost"],
  ["experts", "models", "One model for all prompts; those outside the drawn part stand at its lower edge"],
  [
    "policies",
    "baselines",
    "Policies without λ: best single model, random choice, and the best model of each data set",
  ],
];

/** In a table without one. */
const PARTS_OF_TABLE = PARTS_OF_ROUTED_TABLE.filter(([part]) => part !== "router");

/** In a table of points, which has no prompts that an oracle or a policy could choose by. */
const PARTS_OF_POINTS = PARTS_OF_TABLE.filter(([part]) => part === "hull" || part === "experts");

const SHOWN = { router: PARTS_SHOWN, trained: PARTS_OF_ROUTED_TABLE, table: PARTS_OF_TABLE, points: PARTS_OF_POINTS };

export type FrontPart = (typeof PARTS)[number][0];

interface FrontLegendProps {
  hidden: ReadonlySet<FrontPart>;
  /** What is drawn: the curve of a library's router, or of one trained on a table, that of a table's oracle, or points alone. */
  drawn: keyof typeof SHOWN;
  /** Whether routers of others are drawn. */
  others: boolean;
  onHidden: (hidden: ReadonlySet<FrontPart>) => void;
}

/** The plot's legend; each entry shows or hides what it names. */
export function FrontLegend({ hidden, drawn, others, onHidden }: FrontLegendProps) {
  const toggle = (part: FrontPart) => {
    const next = new Set(hidden);
    if (!next.delete(part)) next.add(part);
    onHidden(next);
  };
  return (
    <ul className="legend front-legend" aria-label="Legend">
      {[...SHOWN[drawn], ...(others ? OTHERS : [])].map(([part, label, description]) => (
        <li key={part}>
          <button type="button" aria-pressed={!hidden.has(part)} {...tip(description)} onClick={() => toggle(part)}>
            <span className={`legend-mark legend-${part}`} aria-hidden="true" /> {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
