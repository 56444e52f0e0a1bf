import type { Calibration } from "../../library/customExperts/customExpert.ts";
import { formatNats } from "../ui/format.ts";

interface CalibrationFactsProps {
  calibration: Calibration;
  label: string;
  id: string;
}

/** How well the head knows the custom expert, in which unit, and how the custom expert compares with the library's experts. */
export function CalibrationFacts({ calibration, label, id }: CalibrationFactsProps) {
  const { prompts, error, errorOfMean, sharedTokenizer, perCharacter, references, measured } = calibration;
  const differences = new Map(measured?.differences.map((one) => [one.id, one]));
  const rows = [{ id, label, perCharacter }, ...references].sort((a, b) => a.perCharacter - b.perCharacter);
  return (
    <>
      <p>
        Calibrated on {prompts} prompts. Error of its head on prompts left out of the fit: {formatNats(error)} nats a
        token (root mean square, five-fold; {formatNats(errorOfMean)} without looking at the prompt). Its losses on the
        benchmark are predicted by this head and marked ≈; they were not measured there, and no measured figure includes
        them.
      </p>
      <details>
        <summary>Compared in nats a character{measured && `, measured on ${measured.texts} of your texts`}</summary>
        <table>
          <caption className="quiet">
            Mean over the same hidden words of the same prompts, for every expert alike: tokens of different tokenizers
            are no common unit. Measured on these texts alone, apart from the benchmark.
          </caption>
          <thead>
            <tr>
              <th scope="col">expert</th>
              <th scope="col">nats a character</th>
              {measured && <th scope="col">{label} minus it, mean per text (95%)</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className={row.id === id ? "winner" : undefined}>
                <th scope="row">{row.label}</th>
                <td>{row.perCharacter.toFixed(3)}</td>
                {measured && <td>{difference(differences.get(row.id))}</td>}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="quiet">
          {sharedTokenizer
            ? "It has the library's tokenizer, so it is routed by nats a token, measured as the library's experts are."
            : "It has another tokenizer. To be routed beside the others, its nats a character are turned into nats a token, prompt by prompt, by the ratio of the two that the library's experts above show on the same words. This assumes that the ratio is the custom expert's, too."}
        </p>
      </details>
    </>
  );
}

/** "0.12 [0.08, 0.16]", with signs; empty for the expert itself. */
function difference(one: { mean: number; low: number; high: number } | undefined): string {
  if (!one) return "";
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
  return `${signed(one.mean)} [${signed(one.low)}, ${signed(one.high)}]`;
}
