import { exampleBound } from "../../../core/flags/suggest.ts";
import { wordsOf } from "../../../core/flags/words.ts";
import { libraryOf } from "../../../state/derived.ts";
import { useExplorer } from "../../context.ts";
import { useLossUnit } from "../../ui/hooks/useLossUnit.ts";

/** The directives that this library's flags support, from the table that the parser uses. */
export function FlagGrammar() {
  const library = useExplorer(libraryOf);
  const { short } = useLossUnit();
  const labels = new Map(library?.constraints.map(({ id, label }) => [id, label]));
  const rows = library ? wordsOf(library.constraints.map(({ id }) => id)) : [];
  return (
    <>
      <p>
        A flag in the prompt, <code>[Flag: smallest model]</code>, sets a slider or excludes experts; the router does
        not read it. A prompt may contain several. If flags repeat or contradict each other, the first one counts. A
        bound may also say <code>at most</code>, <code>at least</code>, <code>over</code> or <code>&lt;</code>. Moving a
        slider by hand overrides its flag.
      </p>
      {rows.length > 0 && (
        <table className="grammar">
          <thead>
            <tr>
              <th scope="col">constraint</th>
              <th scope="col">slider to its end</th>
              <th scope="col">to its middle</th>
              <th scope="col">weight λ in {short}</th>
              <th scope="col">bound</th>
              <th scope="col">units</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">{labels.get(row.id)}</th>
                <td data-form="slider to its end">{row.superlative.slice(0, 3).join(", ")}</td>
                <td data-form="to its middle">{row.soft.slice(0, 3).join(", ")}</td>
                <td data-form="weight">{`${row.names[0]}=0.3`}</td>
                <td data-form="bound">{exampleBound(row)}</td>
                <td data-form="units">
                  {row.bare === "date" ? "year, month, day" : Object.keys(row.units).join(", ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
