import type { Calibration } from "../../library/customExperts/customExpert.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { formatNats, formatSigned } from "../ui/words/format.ts";

interface CalibrationFactsProps {
  calibration: Calibration;
  label: string;
  id: string;
  /** Whether it is a causal expert in a masked library, or the other way round. */
  otherTask: boolean;
}

/**
 * The error of the head's predictions, the unit of the losses, and the comparison of the custom expert with the library's experts.
 */
export function CalibrationFacts({ calibration, label, id, otherTask }: CalibrationFactsProps) {
  const { prompts, error, errorOfMean, sharedTokenizer, perCharacter, references, measured } = calibration;
  const unit = useLossUnit().long;
  const differences = new Map(measured?.differences.map((one) => [one.id, one]));
  const rows = [{ id, label, perCharacter }, ...references].sort((a, b) => a.perCharacter - b.perCharacter);
  return (
    <>
      <p>
        Calibrated on {prompts} prompts. Prediction error on held-out prompts: {formatNats(error)} {unit} (root mean
        square, five-fold; {formatNats(errorOfMean)} for a constant prediction). Its benchmark losses are predicted and
        marked ≈; they were not measured, and no measured figure includes them.
      </p>
      <details>
        <summary>Comparison, nats per character{measured && `, measured on ${measured.texts} of your texts`}</summary>
        <table>
          <caption className="quiet">
            Mean over the same words of the same prompts, the same for every expert, because tokens of different
            tokenizers are not a common unit. Measured on these texts only, not on the benchmark.
          </caption>
          <thead>
            <tr>
              <th scope="col">expert</th>
              <th scope="col">nats per character</th>
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
            ? `Its loss is measured in ${unit}, like that of the library's experts.`
            : otherTask
              ? `It predicts from left to right, or the library does: a hidden word with words on both sides and a next word are different things to predict, and their losses are on different scales. What it loses per character is put on the library's scale (${unit}), prompt by prompt, with the ratio measured for the library's experts above on the same words. So it is ranked by this offset, not by a common likelihood.`
              : "It uses another tokenizer. Its nats per character are converted to nats per token, prompt by prompt, with the ratio measured for the library's experts above on the same words. This assumes that the ratio also holds for the custom expert."}
        </p>
      </details>
    </>
  );
}

/** "0.12 [0.08, 0.16]", with signs; empty for the expert itself. */
function difference(one: { mean: number; low: number; high: number } | undefined): string {
  if (!one) return "";
  const signed = (value: number) => formatSigned(value, (size) => size.toFixed(3));
  return `${signed(one.mean)} [${signed(one.low)}, ${signed(one.high)}]`;
}
