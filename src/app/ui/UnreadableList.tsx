import type { Unreadable } from "../../library/storage/unreadable.ts";
import { useExplorer, useSession } from "../context.ts";
import { ConfirmButton } from "./dialog/ConfirmButton.tsx";

/** Added items that can't be read any more, with the reason and a button to remove them. Hidden if there are none. */
export function UnreadableList({ kind }: { kind: Unreadable["kind"] }) {
  const { unreadable: kept } = useSession();
  const { records, problem } = useExplorer((state) => state.unreadable);
  const shown = records.filter((record) => record.kind === kind);
  return (
    <>
      {problem !== null && <p role="alert">{problem}</p>}
      {shown.length > 0 && (
        <ul aria-label={kind === "library" ? "Libraries that can't be read" : "Experts that can't be read"}>
          {shown.map(({ key, label, reason }) => (
            <li key={key}>
              <p>
                “{label}” can't be read ({reason}).{" "}
                <ConfirmButton
                  question={`Remove “${label}” and its files from this browser?`}
                  yes="Yes, remove"
                  onConfirm={() => void kept.remove(key)}
                >
                  Remove<span className="visually-hidden"> {label}</span>
                </ConfirmButton>
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
