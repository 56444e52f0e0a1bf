import type { ReactNode } from "react";
import type { Compared } from "../../../analysis/front/comparable.ts";
import { tip } from "../../tips/tip.ts";

interface CompareSwitchesProps {
  offered: readonly Compared[];
  /** Ids of those that are compared. */
  compared: readonly string[];
  onToggle: (id: string) => void;
  /** What stands below them. */
  children?: ReactNode;
}

/** A switch for each comparison that is offered; nothing where none is. */
export function CompareSwitches({ offered, compared, onToggle, children }: CompareSwitchesProps) {
  if (offered.length === 0) return null;
  return (
    <div className="compare-room">
      <ul className="compare" aria-label="Compare the router with">
        {offered.map(({ id, label, description }) => (
          <li key={id}>
            <button
              type="button"
              className="small"
              aria-pressed={compared.includes(id)}
              {...tip(description)}
              onClick={() => onToggle(id)}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
