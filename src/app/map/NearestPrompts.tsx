import { memo, useState } from "react";
import type { Library } from "../../library/load.ts";
import { hasSeveralDomains } from "../../library/manifest/manifestFacts.ts";
import type { PlacedPrompt } from "../../workers/map/place.ts";
import { domainPaints } from "../color/palette.ts";
import { useSession } from "../context.ts";
import { tip } from "../tips/tip.ts";
import { formatNats } from "../ui/words/format.ts";

const FEW = 5;

interface NearestPromptsProps {
  library: Library;
  label: string;
  neighbors: PlacedPrompt["neighbors"];
}

/** Names of the models with the best measured score on a prompt, and that score. */
function scoresOf({ benchmark: { accuracies }, manifest }: Library, row: number): string {
  const own = manifest.experts.map((_, k) => accuracies.data[row * accuracies.columns + k]!);
  const best = Math.max(...own.filter(Number.isFinite));
  if (!Number.isFinite(best)) return "";
  const names = manifest.experts.flatMap(({ label }, k) => (own[k] === best ? [label] : []));
  const who =
    names.length === own.length ? "all models" : names.length > 2 ? `${names.length} models` : names.join(", ");
  return `${formatNats(best)}: ${who}`;
}

/** Benchmark prompts near another one, nearest first; clicking one opens it in the table of prompts. */
export const NearestPrompts = memo(function NearestPrompts({ library, label, neighbors }: NearestPromptsProps) {
  const session = useSession();
  const [all, setAll] = useState(false);
  const { ids, domain, part, keywords, source } = library.benchmark;
  const colors = domainPaints(library.manifest);
  const severalDomains = hasSeveralDomains(library.manifest);
  return (
    <div className="nearest">
      <ol aria-label={label} translate="no">
        {neighbors.slice(0, all ? undefined : FEW).map(({ index, distance }) => (
          <li key={index}>
            <button
              type="button"
              {...tip(`${source[index]}. Click to open it in the table of prompts.`)}
              onClick={() => session.inspect(ids[index]!)}
              onPointerEnter={() => session.hover(index)}
              onPointerLeave={() => session.hover(null)}
              onFocus={() => session.hover(index)}
              onBlur={() => session.hover(null)}
            >
              {severalDomains && <span className="dot" style={{ background: colors.get(domain[index]!) }} />}{" "}
              {severalDomains && <span>{part[index] || domain[index]}</span>}{" "}
              <span className="nearest-words">{keywords[index]}</span>{" "}
              {library.trained && <span className="nearest-scores">{scoresOf(library, index)}</span>}{" "}
              <span className="number">{distance.toFixed(2)}</span>
            </button>
          </li>
        ))}
      </ol>
      {neighbors.length > FEW && (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Fewer" : `All ${neighbors.length}`}
        </button>
      )}
    </div>
  );
});
