import { BACKEND_NAMES } from "../workers/inference/backendNames.ts";
import type { Backend } from "../workers/inference/protocol.ts";
import { useExplorer, useSession } from "./context.ts";
import { Choice } from "./ui/choices/Choice.tsx";
import { Said } from "./ui/words/Said.tsx";

type Wanted = Backend | "automatic";

const CHOICES: readonly { value: Wanted; label: string }[] = [
  { value: "automatic", label: "auto" },
  { value: "wasm", label: BACKEND_NAMES.wasm },
  { value: "webgpu", label: BACKEND_NAMES.webgpu },
];

/** Shows which backend runs the models, and why; the user may override the choice. */
export function BackendBadge() {
  const session = useSession();
  const backend = useExplorer((state) => state.backend);
  const forced = useExplorer((state) => state.forcedBackend);
  return (
    <div className="badge">
      <p role="status" aria-label="Backend">
        <Said>{backend ? backend.summary : "no model is running yet"}</Said>
      </p>
      <Choice
        label="backend"
        value={forced ?? "automatic"}
        options={CHOICES}
        onChange={(wanted) => void session.forceBackend(wanted === "automatic" ? null : wanted)}
      />
    </div>
  );
}
