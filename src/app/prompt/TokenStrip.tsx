import { type KeyboardEvent, type MouseEvent, useState } from "react";
import { predictionOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";
import { tipSeen } from "../tips/tip.ts";
import { useCausalLibrary } from "../ui/hooks/useCausalLibrary.ts";
import { STEP_KEYS } from "../ui/stepKeys.ts";

/**
 * The prompt as read by the router, token by token; each is a switch that hides its word from the experts. A single Tab stop: arrow
 * keys move inside. In a causal library, whose experts fill no masks, the tokens are only shown.
 */
export function TokenStrip() {
  const session = useSession();
  const prediction = useExplorer(predictionOf);
  const awaited = useExplorer(({ baseLibrary }) => baseLibrary === null || baseLibrary.manifest.router !== undefined);
  const masks = useExplorer((state) => state.masks);
  const causal = useCausalLibrary();
  const [current, setCurrent] = useState(0);
  // Reserve its row, so that nothing below moves when the router has read the prompt.
  if (!prediction || (prediction.texts.length === 0 && !awaited)) return awaited ? <div className="tokens" /> : null;
  const { texts, ownMasks } = prediction;
  if (causal) return <ShownTokens texts={texts} />;
  const stop = Math.min(current, texts.length - 1);
  const hidden = new Set(masks);
  const own = new Set(ownMasks);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEP_KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(texts.length - 1, Math.max(0, stop + step));
    setCurrent(next);
    (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
  };
  const onClick = (event: MouseEvent, place: number) => {
    setCurrent(place);
    if (!own.has(place)) session.prompts.toggleMask(place, !event.shiftKey);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not flow as text does
    <div
      className="tokens"
      translate="no"
      role="group"
      aria-label="Tokens: press one to mask its word"
      {...tipSeen("Click a word to mask it, or Shift-click a single token")}
      onKeyDown={onKeyDown}
    >
      {texts.map((text, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
          key={place}
          type="button"
          tabIndex={place === stop ? 0 : -1}
          className={own.has(place) ? "token own" : "token"}
          aria-pressed={own.has(place) || hidden.has(place)}
          aria-disabled={own.has(place)}
          aria-label={text.trim() || "space"}
          onFocus={() => setCurrent(place)}
          onClick={(event) => onClick(event, place)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** Hidden from screen readers, which have the text itself in the box above. */
function ShownTokens({ texts }: { texts: readonly string[] }) {
  return (
    <div className="tokens" translate="no" aria-hidden="true">
      {texts.map((text, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
        <span key={place} className="token">
          {text}
        </span>
      ))}
    </div>
  );
}
