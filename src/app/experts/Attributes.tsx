import { useState } from "react";
import { yearSpan } from "../../core/flags/dates.ts";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { useSession } from "../context.ts";

/** Attributes that only the owner may know. An empty field is unknown, and a constraint that needs it charges the worst value. */
export function Attributes({ expert, onDone }: { expert: CustomExpert; onDone: () => void }) {
  const { customExperts } = useSession();
  const [label, setLabel] = useState(expert.label);
  const [parameters, setParameters] = useState(expert.parameters?.toString() ?? "");
  const [newestText, setNewestText] = useState(expert.newestText ?? "");
  const [license, setLicense] = useState(expert.license ?? "");
  const count = Number(parameters.replace(/[\s,_]/g, ""));
  const problem =
    label.trim() === ""
      ? "Enter a name."
      : parameters.trim() !== "" && !(Number.isFinite(count) && count >= 1)
        ? "Enter the number of parameters, such as 110000000."
        : newestText.trim() !== "" && yearSpan(newestText.trim()) === null
          ? "Enter a year, month or day, such as 2023, 2023-06 or 2023-06-30."
          : null;
  const fields: [label: string, value: string, set: (value: string) => void][] = [
    ["Name", label, setLabel],
    ["Parameters", parameters, setParameters],
    ["Date of newest training text", newestText, setNewestText],
    ["Licence", license, setLicense],
  ];
  return (
    <form
      className="experts-attributes"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        void customExperts.describe(expert.key, {
          label: label.trim().slice(0, 40),
          parameters: parameters.trim() === "" ? null : count,
          newestText: newestText.trim() || null,
          license: license.trim().slice(0, 100) || null,
        });
      }}
    >
      {fields.map(([name, value, set]) => (
        <label key={name}>
          {name} <input value={value} placeholder="unknown" onChange={(event) => set(event.target.value)} />
        </label>
      ))}
      {problem !== null && <p role="alert">{problem}</p>}
      <button type="submit" className="small" disabled={problem !== null}>
        Save
      </button>
    </form>
  );
}
