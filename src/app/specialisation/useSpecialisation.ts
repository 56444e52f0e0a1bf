import { useEffect, useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import type { Library } from "../../library/load.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import { fetchVerified } from "../../library/storage/integrity.ts";
import { readInWorker } from "../../workers/benchmark/createWorker.ts";

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
    const { signal } = abort;
    const reader = readInWorker();
    const { url, ...expected } = library.file(path);
    fetchVerified(url, expected, { signal })
      .then((bytes) => reader.specialisation(bytes, path, { signal }))
      .then(
        (log) => {
          if (!signal.aborted) setState({ log, problem: null });
        },
        (error: unknown) => {
          if (!signal.aborted) setState({ log: null, problem: errorMessage(error) });
        },
      )
      .finally(() => reader.end());
    return () => abort.abort();
  }, [library]);
  return state;
}
