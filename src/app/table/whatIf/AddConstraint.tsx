import { useState } from "react";
import { identifiers } from "../../../library/manifest/identifier.ts";

interface AddConstraintProps {
  /** Ids that are in use. */
  taken: readonly string[];
  onAdd: (id: string) => void;
}

/** A constraint of the user's own: it has a column above, and joins the front once a model has a value. */
export function AddConstraint({ taken, onAdd }: AddConstraintProps) {
  const [name, setName] = useState("");
  const [id = ""] = identifiers([name.trim().toLowerCase()]);
  const isTaken = taken.includes(id);
  return (
    <form
      className="add-constraint"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(id);
        setName("");
      }}
    >
      <label>
        A constraint of your own{" "}
        <input
          type="text"
          size={16}
          maxLength={40}
          placeholder="carbon"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>{" "}
      <button type="submit" className="small" disabled={name.trim() === "" || isTaken}>
        Add a constraint
      </button>{" "}
      <span role="status" className="quiet">
        {name.trim() !== "" && isTaken ? "It has a column already." : ""}
      </span>
    </form>
  );
}
