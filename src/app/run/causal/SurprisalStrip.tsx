import { SHADE_ENDS, shadeOf } from "../../../analysis/causal.ts";
import type { CausalReading } from "../../../workers/inference/causal/surprisal.ts";
import { tipSeen } from "../../tips/tip.ts";
import { ScrollArea } from "../../ui/ScrollArea.tsx";

/** The shades by upper end: "0–1", …, "8 or more". */
const SHADES = [...SHADE_ENDS, null].map((end, shade) => {
  const from = shade === 0 ? 0 : SHADE_ENDS[shade - 1]!;
  return { shade, label: end === null ? `${from} or more` : `${from}–${end}` };
});

/** Lightness of one hue, so that colour vision does not matter; a line under the token grows with it. */
export function SurprisalLegend() {
  return (
    <p className="surprisal-legend quiet">
      Surprisal of each token, −ln p in nats:{" "}
      {SHADES.map(({ shade, label }) => (
        <span key={shade} className={`surprisal-token shade-${shade}`}>
          {label}
        </span>
      ))}
    </p>
  );
}

/** The tokens of the text in the shade of their surprisal. The same as a table stands below it. */
export function SurprisalStrip({ reading: { tokens }, label }: { reading: CausalReading; label: string }) {
  return (
    <>
      <p className="surprisal" translate="no" aria-hidden="true">
        {tokens.map(({ text, nats }, k) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the text
            key={k}
            className={nats === null ? "surprisal-token" : `surprisal-token shade-${shadeOf(nats)}`}
            {...tipSeen(nats === null ? "no loss: nothing stands before it" : `${nats.toFixed(2)} nats`)}
          >
            {text}
          </span>
        ))}
      </p>
      <details>
        <summary>Surprisal as a table</summary>
        <ScrollArea className="surprisal-table" label={`Surprisal by token, ${label}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">token</th>
                <th scope="col">nats</th>
                <th scope="col">probability</th>
              </tr>
            </thead>
            <tbody translate="no">
              {tokens.map(({ text, nats }, k) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the text
                <tr key={k}>
                  <th scope="row">
                    <code>{text}</code>
                  </th>
                  <td>{nats === null ? "N/A" : nats.toFixed(2)}</td>
                  <td>{nats === null ? "N/A" : percent(Math.exp(-nats))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      </details>
    </>
  );
}

const percent = (p: number): string => (p < 0.001 ? "< 0.1%" : `${(100 * p).toFixed(1)}%`);
