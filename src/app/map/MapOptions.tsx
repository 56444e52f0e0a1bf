import { memo, useId } from "react";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { useReducedMotion } from "../ui/hooks/useReducedMotion.ts";

/** What the map shows besides its points. */
export const MapOptions = memo(function MapOptions({ library }: { library: Library }) {
  const session = useSession();
  const { trail, compare } = useExplorer((state) => state.map);
  const still = useReducedMotion();
  const comparable = library.manifest.benchmark.spaces !== undefined;
  return (
    <p className="map-options">
      <Switch
        label={
          still ? "trail of the typed prompt (off: your system asks for less motion)" : "trail of the typed prompt"
        }
        on={trail && !still}
        disabled={still}
        onChange={(on) => session.setMap({ trail: on })}
      />
      {comparable && (
        <Switch label="show the causal model's map" on={compare} onChange={(on) => session.setMap({ compare: on })} />
      )}
    </p>
  );
});

interface SwitchProps {
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <span className="switch">
      <input
        id={id}
        type="checkbox"
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
