import { memo, useId, useState } from "react";
import { withCommas } from "../../core/withCommas.ts";
import type { Library } from "../../library/load.ts";
import type { LayoutRun, Maps } from "../../state/slices/maps.ts";
import {
  DISTANCE_LIMITS,
  type LayoutSettings,
  layoutProblem,
  MAX_SEED,
  MOST_EXACT,
  NEIGHBOR_LIMITS,
} from "../../workers/map/layout.ts";
import { useExplorer, useSession } from "../context.ts";

const WHOLE_MAPS = { router: null, causal: null };

/** Recomputes UMAP in this browser with the reader's settings; the shipped layout can be restored at any time. */
export const LayoutControls = memo(function LayoutControls({ library }: { library: Library }) {
  const session = useSession();
  const maps = useExplorer((state) => state.maps);
  const wanted = useExplorer((state) => state.map.layout);
  const shipped = shippedSettings(library);
  const [open, setOpen] = useState(wanted !== null);
  const [draft, setDraft] = useState(() => written(wanted ?? shipped));
  const settings: LayoutSettings = {
    seed: Number(draft.seed || Number.NaN),
    neighbors: Number(draft.neighbors || Number.NaN),
    minDist: Number(draft.minDist || Number.NaN),
  };
  const problem = layoutProblem(settings);
  const field = (key: keyof LayoutSettings, label: string, [min, max]: readonly [number, number], step: number) => (
    <Field
      label={label}
      value={draft[key]}
      min={min}
      max={max}
      step={step}
      onChange={(value) => setDraft({ ...draft, [key]: value })}
    />
  );
  return (
    <details className="layout-controls" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Layout: {summary(maps, shipped)}</summary>
      <form
        aria-label="Layout"
        onSubmit={(event) => {
          event.preventDefault();
          // What was in view on the old layout is elsewhere on the new one.
          if (!problem) session.setMap({ layout: settings, cameras: WHOLE_MAPS });
        }}
      >
        {field("seed", "seed", [0, MAX_SEED], 1)}
        {field("neighbors", "neighbours", NEIGHBOR_LIMITS, 1)}
        {field("minDist", "minimum distance", DISTANCE_LIMITS, 0.01)}
        <button type="submit" className="small" disabled={!maps.open || problem !== null || maps.run !== null}>
          Compute
        </button>
        <button
          type="button"
          className="small"
          disabled={wanted === null}
          onClick={() => {
            setDraft(written(shipped));
            session.setMap({ layout: null, cameras: WHOLE_MAPS });
          }}
        >
          Restore the shipped layout
        </button>
      </form>
      {problem && <p role="alert">{problem}</p>}
      {maps.run && <RunProgress run={maps.run} onCancel={() => session.maps.cancel()} />}
      {maps.layoutProblem && <p role="alert">{maps.layoutProblem}</p>}
      <p className="quiet">
        UMAP runs in the background, with exact neighbours for up to {withCommas(MOST_EXACT)} prompts and nearly exact
        ones for more; the same settings give the same map. Few neighbours show detail, many show the overall shape.
      </p>
    </details>
  );
});

function RunProgress({ run: { space, stage, done, total }, onCancel }: { run: LayoutRun; onCancel: () => void }) {
  const what = stage === "epochs" ? `epoch ${done} of ${total}` : `neighbours of ${done} of ${total} prompts`;
  return (
    <p className="loading">
      <progress aria-label="Computing the layout" max={Math.max(1, total)} value={done} />
      <span className="quiet">
        {space === "causal" ? "causal map" : "router map"}, {what}
      </span>
      <button type="button" className="link" onClick={onCancel}>
        Cancel
      </button>
    </p>
  );
}

interface FieldProps {
  label: string;
  value: string;
  min: number;
  max: number;
  step: number;
  onChange: (value: string) => void;
}

function Field({ label, value, min, max, step, onChange }: FieldProps) {
  const id = useId();
  return (
    <span className="choice">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

/** The settings of the shipped map; umap-js' defaults where the manifest has none. */
function shippedSettings({ manifest }: Library): LayoutSettings {
  const { seed = 7, neighbors = 15, minDist = 0.1 } = manifest.benchmark.map ?? {};
  return { seed, neighbors, minDist };
}

const written = ({ seed, neighbors, minDist }: LayoutSettings) => ({
  seed: String(seed),
  neighbors: String(neighbors),
  minDist: String(minDist),
});

function summary({ shown, run }: Maps, shipped: LayoutSettings): string {
  const { seed, neighbors, minDist } = run?.settings ?? shown ?? shipped;
  const settings = `seed ${seed}, ${neighbors} neighbours, minimum distance ${minDist}`;
  if (run) return `computing with ${settings}`;
  return shown ? `computed here with ${settings}` : `as shipped, ${settings}`;
}
