import { useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import type { TableFormat } from "../../library/evaluationTable/out/writeTable.ts";
import type { Library } from "../../library/load.ts";
import { useSession } from "../context.ts";
import { saveFile } from "../export/saveFile.ts";

const FORMATS: readonly { format: TableFormat; label: string }[] = [
  { format: "csv", label: "CSV" },
  { format: "parquet", label: "Parquet" },
];

/** Saves the imported table itself in its normalised form, which can be imported again unchanged. */
export function SaveTable({ library }: { library: Library }) {
  const session = useSession();
  const [said, setSaid] = useState("");
  const save = async (format: TableFormat, label: string) => {
    setSaid(`Writing the table as ${label}…`);
    try {
      const name = library.manifest.name.replace(/[^\w.-]+/g, "-").slice(0, 60);
      saveFile(`${name}.${format}`, await session.tables.write(library, format));
      setSaid(`Saved the table as ${label}.`);
    } catch (error) {
      setSaid(`Couldn't save the table as ${label}: ${errorMessage(error)}`);
    }
  };
  return (
    <p className="exports">
      The table as it is shown:{" "}
      {FORMATS.map(({ format, label }) => (
        <button
          key={format}
          type="button"
          className="link"
          aria-label={`Save table as ${label}`}
          onClick={() => void save(format, label)}
        >
          {label}
        </button>
      ))}{" "}
      <span role="status" className="quiet">
        {said}
      </span>
    </p>
  );
}
