import { useId, useState } from "react";
import { useExplorer, useSession } from "../context.ts";

/** Hides a random share of the tokens, from a seed that can be shared; or shows all again. */
export function MaskTools() {
  const session = useSession();
  const masks = useExplorer((state) => state.masks);
  const ready = useExplorer((state) => state.routed !== null);
  const [percent, setPercent] = useState(15);
  const [seed, setSeed] = useState(1);
  const id = useId();
  const draw = () => {
    session.prompts.maskAtRandom(percent / 100, seed);
    setSeed(seed + 1);
  };
  return (
    <span className="mask-tools">
      <button type="button" className="small" data-leaves-menu="" onClick={() => session.insertMask()}>
        Add [MASK]
      </button>
      <label htmlFor={`${id}-share`}>hide</label>
      <input
        id={`${id}-share`}
        type="number"
        min={1}
        max={90}
        value={percent}
        onChange={(event) => setPercent(Math.min(90, Math.max(1, Number(event.target.value) || 1)))}
      />
      <span>%,</span>
      <label htmlFor={`${id}-seed`}>seed</label>
      <input
        id={`${id}-seed`}
        type="number"
        min={0}
        value={seed}
        onChange={(event) => setSeed(Math.max(0, Math.trunc(Number(event.target.value) || 0)))}
      />
      <button type="button" className="small" disabled={!ready} onClick={draw}>
        Mask at random
      </button>
      <button
        type="button"
        className="small"
        disabled={masks.length === 0}
        onClick={() => session.prompts.setMasks([])}
      >
        Clear masks
      </button>
    </span>
  );
}
