import { useExplorer } from "./context.ts";

/** Which backend runs the models, and why. */
export function BackendBadge() {
  const backend = useExplorer((state) => state.backend);
  return (
    <p className="badge" role="status" aria-label="Backend">
      {backend ? backend.summary : "no model is running yet"}
    </p>
  );
}
