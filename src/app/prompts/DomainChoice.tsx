import { useId } from "react";
import { wordsOf } from "../../analysis/words.ts";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";

const SEVERAL = "~";

/** Picks one domain or part. The Domains panel can select several, shown here as their number. */
export function DomainChoice({ library }: { library: Library }) {
  const session = useSession();
  const domains = useExplorer((state) => state.selection.domains);
  const id = useId();
  const [only] = domains;
  return (
    <span className="choice">
      <label htmlFor={id}>{wordsOf(library.manifest).domain}</label>
      <select
        id={id}
        value={domains.length > 1 ? SEVERAL : (only ?? "")}
        onChange={(event) => session.select({ domains: event.target.value === "" ? [] : [event.target.value] })}
      >
        <option value="">all</option>
        {domains.length > 1 && (
          <option value={SEVERAL} disabled>
            {domains.length} chosen
          </option>
        )}
        {domains.length === 1 && !known(library, only!) && <option value={only}>{only}</option>}
        {library.manifest.domains.map((domain) =>
          domain.parts.length > 1 ? (
            <optgroup key={domain.id} label={domain.label}>
              <option value={domain.id}>{domain.label}: all</option>
              {domain.parts.map((part) => (
                <option key={part.id} value={part.id}>
                  {part.label}
                </option>
              ))}
            </optgroup>
          ) : (
            <option key={domain.id} value={domain.id}>
              {domain.label}
            </option>
          ),
        )}
      </select>
    </span>
  );
}

/** A link may name a domain that this library does not have; the list must still show it. */
function known(library: Library, wanted: string): boolean {
  return library.manifest.domains.some(({ id, parts }) => id === wanted || parts.some((part) => part.id === wanted));
}
