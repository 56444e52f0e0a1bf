import { useExplorer } from "./context.ts";

/** Which backend runs the models, and why. */
export function BackendBadge() {
  const backend = useExplorer((state) => state.backend);
  return (
    <p className="badge" role="status" aria-label="Backend">
      {backend ? (
        <>
          <strong>{backend.router === "webgpu" ? "WebGPU" : "WASM"}</strong> <span>{backend.summary}</span>
        </>
      ) : (
        <span>no model is running yet</span>
      )}
    </p>
  );
}
