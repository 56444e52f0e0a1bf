import { useEffect, useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import type { Library } from "../../library/load.ts";
import { parseSpecialisation, type Specialisation } from "../../library/specialisation/specialisation.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";

/** The library's log of a co-training, once it is loaded, or why it cannot be. */
export function useSpecialisation(library: Library): { log: Specialisation | null; problem: string | null } {
  const [state, setState] = useState<{ log: Specialisation | null; problem: string | null }>({
    log: null,
    problem: null,
  });
  useEffect(() => {
    const path = library.manifest.specialisation;
    if (path === undefined) return;
    const abort = new AbortController();
    const { url, ...expected } = library.file(path);
    fetchVerified(url, expected, { signal: abort.signal })
      .then((bytes) => {
        const log = parseSpecialisation(JSON.parse(new TextDecoder().decode(bytes)), path);
        if (!abort.signal.aborted) setState({ log, problem: null });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ log: null, problem: errorMessage(error) });
      });
    return () => abort.abort();
  }, [library]);
  return state;
}
