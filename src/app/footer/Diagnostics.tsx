import { useEffect, useState } from "react";
import type { WorkerReport } from "../../session/diagnostics.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";
import { formatBytes } from "../ui/words/format.ts";

/** The page's background work and memory, for bug reports. */
export function Diagnostics() {
  const session = useSession();
  const library = useExplorer(libraryOf);
  const backend = useExplorer((state) => state.backend);
  const [workers, setWorkers] = useState<readonly WorkerReport[] | null>(null);
  useEffect(() => {
    let closed = false;
    void session.workers().then((found) => closed || setWorkers(found));
    return () => {
      closed = true;
    };
  }, [session]);
  const facts: [string, string][] = [
    [
      "Library",
      library
        ? `${library.manifest.name}, ${library.verified ? "every file checked" : "lengths checked only"}`
        : "none",
    ],
    ["Backend", backend?.summary ?? "no model is running yet"],
    ["Threads", threads(backend?.threads)],
    ["Service worker", navigator.serviceWorker?.controller ? "controls this page" : "does not control this page"],
    ["Browser", navigator.userAgent],
  ];
  return (
    <>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd translate="no">{value}</dd>
          </div>
        ))}
      </dl>
      <table aria-label="Background workers">
        <thead>
          <tr>
            <th scope="col">worker</th>
            <th scope="col">open models</th>
            <th scope="col">files and tables</th>
            <th scope="col">pending calls</th>
          </tr>
        </thead>
        <tbody translate="no" aria-busy={workers === null}>
          {workers?.map(({ name, holdings }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {holdings ? (
                <>
                  <td>{holdings.models}</td>
                  <td data-bytes={holdings.bytes}>{formatBytes(holdings.bytes)}</td>
                  <td>{holdings.calls}</td>
                </>
              ) : (
                <td colSpan={3}>not started</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function threads(count: number | undefined): string {
  const isolated = window.crossOriginIsolated ? "" : "; the page is not cross-origin isolated, so it is limited to one";
  return count === undefined ? "–" : `${count} for WebAssembly${isolated}`;
}
