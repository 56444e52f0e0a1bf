import { useId } from "react";
import { textRoom } from "../../library/manifest/manifestFacts.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import type { State } from "../../state/store.ts";
import { useExplorer, useSession } from "../context.ts";
import { FlagChips, MaskTools } from "../panels.tsx";
import { RouteFileButton } from "../route/RouteFileButton.tsx";
import { tip } from "../tips/tip.ts";
import { useCausalLibrary } from "../ui/hooks/useCausalLibrary.ts";
import { MenuButton } from "../ui/MenuButton.tsx";
import { formatBytes } from "../ui/words/format.ts";
import { Said } from "../ui/words/Said.tsx";
import { GalleryButton } from "./GalleryButton.tsx";
import { PromptBox } from "./PromptBox.tsx";
import { TokenStrip } from "./TokenStrip.tsx";

/** The prompt's input. Every change is routed at once; the newest text wins. */
export function PromptBar() {
  const session = useSession();
  const problem = useExplorer((state) => state.promptProblem);
  const canRun = useExplorer((state) => state.routed !== null && !state.runs?.running);
  /** A table has no models to run. */
  const isTable = useExplorer((state) => state.baseLibrary !== null && !state.baseLibrary.manifest.router);
  /** It may have a router that was trained on it, which routes files too. */
  const isTrained = useExplorer((state) => state.router !== null);
  const bytes = useExplorer(bytesOfExperts);
  const causal = useCausalLibrary();
  const note = useId();
  return (
    <form
      className="prompt-bar"
      onSubmit={(event) => {
        event.preventDefault();
        if (canRun && !isTable) void session.runChosen();
      }}
    >
      <label className="visually-hidden" htmlFor={`${note}-box`}>
        Prompt
      </label>
      <PromptBox id={`${note}-box`} describedBy={note} />
      {!isTable && (
        <div className="prompt-actions">
          <button type="submit" className="primary" disabled={!canRun}>
            Run
          </button>
          <button
            type="button"
            disabled={!canRun}
            {...tip(`Run every expert on this prompt; loads ${bytes > 0 ? formatBytes(bytes) : "the whole library"}`)}
            onClick={() => void session.runAll()}
          >
            Run all experts
          </button>
          <RouteFileButton />
          <GalleryButton />
          {!causal && (
            <MenuButton label="Masks" className="">
              <MaskTools />
            </MenuButton>
          )}
        </div>
      )}
      {isTable && isTrained && (
        <div className="prompt-actions">
          <RouteFileButton />
        </div>
      )}
      <FlagChips />
      <TokenStrip />
      <div className="prompt-note quiet">
        <p id={note}>{problem === null ? <PromptFacts /> : <Said>{problem}</Said>}</p>
      </div>
    </form>
  );
}

/** Of all experts that can be run, shipped or at the Hub; 0 before a library is there. */
const bytesOfExperts = ({ baseLibrary }: State): number =>
  (baseLibrary?.manifest.experts ?? [])
    .filter(({ model, source }) => model !== undefined || source !== undefined)
    .reduce((sum, { bytes }) => sum + bytes, 0);

function PromptFacts() {
  const causal = useCausalLibrary();
  const prediction = useExplorer(predictionOf);
  const figuresAlone = useExplorer((state) => state.baseLibrary !== null && !state.baseLibrary.manifest.router);
  const room = useExplorer((state) => state.baseLibrary && textRoom(state.baseLibrary.manifest));
  const trained = useExplorer((state) => libraryOf(state)?.trained);
  if (trained) {
    const time = prediction ? ` in ${prediction.milliseconds.toFixed(1)} ms` : "";
    return <Said>{`Routed by “${trained.name}”${time}, trained on this table. Your text is not sent anywhere.`}</Said>;
  }
  if (figuresAlone)
    return <Said>This library has figures only, no router and no models, so a prompt cannot be routed.</Said>;
  if (!prediction) return <Said>Everything runs in this tab. Your text is not sent anywhere.</Said>;
  const { tokens, truncated, milliseconds, ownMasks } = prediction;
  const cut = truncated ? ` read; the models read at most ${room}` : "";
  const readTo = ownMasks.length > 0 ? " Causal experts read as far as the first [MASK]." : "";
  const hint = causal ? readTo : " Click a word to mask it.";
  return <Said>{`${tokens} tokens${cut}; routed in ${milliseconds.toFixed(1)} ms.${hint}`}</Said>;
}
