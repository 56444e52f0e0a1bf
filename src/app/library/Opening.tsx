import { useExplorer, useSession } from "../context.ts";
import { LoadingBar } from "../ui/LoadingBar.tsx";

/** Shows that another library is loading while the current one stays in use, or why loading failed. */
export function Opening() {
  const session = useSession();
  const opening = useExplorer((state) => state.opening);
  const problem = useExplorer((state) => state.libraryProblem);
  return (
    <>
      {opening && (
        // Over the sentence above it: panels that stay in use do not move for it.
        <div className="opening-over">
          <div className="opening">
            <LoadingBar label={`Opening ${opening.label}`} loading={opening.loading} />
            <button type="button" className="small" onClick={() => session.libraries.cancel()}>
              Cancel
            </button>
          </div>
        </div>
      )}
      {problem && (
        <p className="opening" role="alert">
          <span>{problem}</span>
          <button type="button" className="small" onClick={() => session.store.setState({ libraryProblem: null })}>
            Dismiss
          </button>
        </p>
      )}
    </>
  );
}
