import { flagState } from "../../analysis/policy/flagState.ts";
import { withoutFlag } from "../../core/flags/extract.ts";
import type { Flag } from "../../core/flags/grammar.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { readPrompt } from "../../state/policy.ts";
import { useExplorer, usePolicy, useSession } from "../context.ts";
import { formatLambda } from "../ui/words/format.ts";
import { Said } from "../ui/words/Said.tsx";

/**
 * The flags found in the prompt: what each does, or why it has no effect; each can be removed, and applied again when overridden.
 */
export function FlagChips() {
  const library = useExplorer(libraryOf);
  const prompt = useExplorer((state) => state.prompt);
  if (!library) return null;
  const { flags } = readPrompt(library, prompt);
  if (flags.length === 0) return null;
  return (
    <ul className="flags" aria-label="Flags">
      {flags.map((flag) => (
        <Chip key={flag.range[0]} library={library} flag={flag} />
      ))}
    </ul>
  );
}

function Chip({ library, flag }: { library: Library; flag: Flag }) {
  const session = useSession();
  const prompt = useExplorer((state) => state.prompt);
  const { lambdas } = usePolicy();
  const sliders = useExplorer((state) => state.sliders);
  const prediction = useExplorer(predictionOf);
  const { wanted, overruled, barred } = flagState(library, prediction, flag, sliders);
  return (
    <li className={`flag flag-${overruled ? "overruled" : flag.status}`}>
      <code translate="no">{flag.raw}</code>
      <button
        type="button"
        className="link"
        aria-label={`Remove ${flag.raw} from the prompt`}
        onClick={() => session.setPrompt(withoutFlag(prompt, flag.range))}
      >
        ×
      </button>{" "}
      <Said className="quiet">
        {[
          flag.status === "recognised" ? "" : `${flag.status}: `,
          flag.explanation,
          wanted === null ? "" : ` λ = ${formatLambda(wanted)}.`,
          barred === null ? "" : ` Excludes ${barred} of ${library.expertIds.length} experts.`,
          overruled ? ` You moved the slider to ${formatLambda(lambdas[flag.constraint!] ?? 0)}; ` : "",
        ].join("")}
      </Said>
      {overruled && (
        <button type="button" className="link" onClick={() => session.setLambda(flag.constraint!, wanted!)}>
          set it again
        </button>
      )}
    </li>
  );
}
