import { memo } from "react";
import { layoutOf } from "../../analysis/mapLayouts.ts";
import { type Place, SCORE_IDS, type ScoreId } from "../../analysis/separation.ts";
import { withCommas } from "../../core/withCommas.ts";
import { type ResamplingUnit, resamplingOf } from "../../library/benchmark/resampling.ts";
import type { Library } from "../../library/load.ts";
import type { Space } from "../../workers/map/layout.ts";
import { KMEANS_SEEDS, PURITY_NEIGHBORS, type Score } from "../../workers/map/scores/spaceScores.ts";
import { useExplorer, useSession } from "../context.ts";
import { tipStop } from "../tips/tip.ts";
import { type Separation, useSeparation } from "./useSeparation.ts";

const LABELS: Record<ScoreId, { label: string; title: string }> = {
  purity: {
    label: `purity, k = ${PURITY_NEIGHBORS}`,
    title: `Mean share of a prompt's ${PURITY_NEIGHBORS} nearest prompts that are of its domain`,
  },
  silhouette: {
    label: "silhouette",
    title: "How much nearer a prompt is to its own domain than to the nearest other one, −1 … 1",
  },
  nmi: { label: "NMI", title: "Normalised mutual information of k-means clusters with the domains, 0 … 1" },
};

interface Shown {
  score: Score | undefined;
  /** Whether the scores belong to the current selection. */
  current: boolean;
}

interface SeparationTableProps {
  library: Library;
  /** Benchmark rows that are selected. */
  rows: Int32Array | null;
}

/** How well the router's space and, next to it, the causal model's separate the domains. */
export const SeparationTable = memo(function SeparationTable({ library, rows }: SeparationTableProps) {
  const session = useSession();
  const maps = useExplorer((state) => state.maps);
  const compare = useExplorer((state) => state.map.compare);
  const causal = compare && layoutOf(library, maps, "causal") !== null;
  const { client } = session.maps;
  const router = useSeparation(client, { library, maps, space: "router", rows });
  const other = useSeparation(client, { library, maps, space: "causal", rows: causal ? rows : null });
  const spaces: [Space, string, Separation][] = [["router", "router", router]];
  if (causal) spaces.push(["causal", "causal model", other]);
  const columns = spaces.flatMap(([space, , separation]) =>
    (["full", "plane"] as const).map((place) => ({ id: `${space} ${place}`, place, separation })),
  );
  return (
    <div className="separation">
      <table className="figures">
        <caption>Domain separation</caption>
        <thead>
          <tr>
            <td />
            {spaces.map(([space, label]) => (
              <th key={space} scope="colgroup" colSpan={2}>
                {label}
              </th>
            ))}
          </tr>
          <tr>
            <td />
            {columns.map(({ id, place }) => (
              <th key={id} scope="col">
                {place === "full" ? "vectors" : "map"}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SCORE_IDS.map((score) => (
            <tr key={score}>
              <th scope="row">
                <span {...tipStop(LABELS[score].title)}>{LABELS[score].label}</span>
              </th>
              {columns.map(({ id, place, separation }) => (
                <ScoreCell key={id} {...shownScore(separation, place, score)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Provenance
        separations={spaces.map(([, , separation]) => separation)}
        unit={resamplingOf(library.benchmark, library.manifest.router !== undefined).unit}
      />
    </div>
  );
});

function shownScore({ shipped, computed }: Separation, place: Place, id: ScoreId): Shown {
  const known = shipped[place];
  if (known) return { score: known[id], current: true };
  const found = computed.value?.[place];
  // An undefined score gives no information.
  return { score: found?.[id], current: computed.current };
}

function ScoreCell({ score, current }: Shown) {
  if (!score) return <td>{current ? "N/A" : "…"}</td>;
  if (!Number.isFinite(score.mean)) return <td>N/A</td>;
  return (
    <td className={current ? undefined : "stale"} translate="no">
      {score.mean.toFixed(2)}{" "}
      <span className="interval">
        {Number.isFinite(score.low) ? `[${score.low.toFixed(2)}, ${score.high.toFixed(2)}]` : "–"}
      </span>
    </td>
  );
}

/** Which prompts these figures are for, and what their intervals mean. */
function Provenance({ separations, unit }: { separations: readonly Separation[]; unit: ResamplingUnit }) {
  const places = separations.flatMap(({ shipped }) => [shipped.full, shipped.plane]);
  const computed = separations.map((one) => one.computed);
  const problem = computed.find((one) => one.problem)?.problem;
  const running = computed.find((one) => one.progress !== null);
  const prompts = computed.find((one) => one.value)?.value?.prompts ?? 0;
  return (
    <>
      {running && (
        <p className="loading">
          <progress aria-label="Scoring the maps" max={1} value={running.progress!} />
          <span className="quiet">computing for the selected prompts</span>
        </p>
      )}
      {problem && <p role="alert">{problem}</p>}
      <p className="quiet">
        {places.some(Boolean) &&
          "Measured by the recipe on all benchmark windows. Intervals: " +
            (unit === "document" ? "purity and silhouette of vectors, 95% by document; all others" : "all") +
            ", least and largest of several seeds. "}
        {places.some((place) => !place) &&
          prompts > 0 &&
          `Computed here on ${withCommas(prompts)} prompts. Intervals: 95%, resampled by ${unit}; of the NMI, least and ` +
            `largest of ${KMEANS_SEEDS.length} starts of k-means.`}
      </p>
    </>
  );
}
