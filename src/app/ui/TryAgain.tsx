import { useSession } from "../context.ts";

/** Retry button after a library, a router or a map could not be loaded. */
export function TryAgain() {
  const session = useSession();
  return (
    <button type="button" className="small" onClick={() => void session.retry()}>
      Try again
    </button>
  );
}
