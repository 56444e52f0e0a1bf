import { useEffect, useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import { type Licence, loadLicences } from "../../library/licences.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer } from "../context.ts";

/** The licences of the packages that the page is made of. */
export function LicenceList() {
  const experts = useExplorer((state) => libraryOf(state)?.manifest.experts);
  const [packages, setPackages] = useState<readonly Licence[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const closed = new AbortController();
    loadLicences(new URL("licences.json", document.baseURI).href, { signal: closed.signal }).then(
      setPackages,
      (error) => closed.signal.aborted || setProblem(errorMessage(error)),
    );
    return () => closed.abort();
  }, []);
  return (
    <>
      <p>The explorer and the weights of its models: MIT.</p>
      {experts && (
        <details className="licences">
          <summary>Training texts of the models</summary>
          <ul>
            {experts.map(({ id, label, license }) => (
              <li key={id}>{`${label}: ${license ?? "not named"}`}</li>
            ))}
          </ul>
        </details>
      )}
      {packages && <p>{`Third-party packages in this page: ${packages.length}.`}</p>}
      {problem && <p role="alert">{problem}</p>}
      <ul className="licences">
        {packages?.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            {text === "" ? (
              <p>{`${name} ${version}, ${licence} (the package ships no text)`}</p>
            ) : (
              <details>
                <summary>{`${name} ${version}, ${licence}`}</summary>
                <pre>{text}</pre>
              </details>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
