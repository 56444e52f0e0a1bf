import { useState } from "react";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { saveFile } from "../export/saveFile.ts";
import { ConfirmButton } from "../ui/dialog/ConfirmButton.tsx";
import { Said } from "../ui/words/Said.tsx";

/** The routers that were trained on the open table, with their actions; nothing without any. */
export function TrainedRouters() {
  const table = useExplorer((state) => state.baseLibrary);
  const routers = useExplorer((state) => state.trainedRouters);
  if (!table || table.manifest.router || routers.length === 0) return null;
  return (
    <ul className="trained-routers" aria-label="Routers trained on this table">
      {routers.map(({ id, name }) => (
        <TrainedRouterItem key={id} id={id} name={name} table={table} />
      ))}
    </ul>
  );
}

function TrainedRouterItem({ id, name, table }: { id: string; name: string; table: Library }) {
  const session = useSession();
  const used = useExplorer(({ router }) => router === id);
  const [problem, setProblem] = useState("");
  const download = async () => {
    const router = (await session.routing.part()).get(id);
    if (router) saveFile(`${id}.zip`, await session.routing.zip(router));
  };
  return (
    <li>
      <span>
        Router <strong translate="no">{name}</strong>
      </span>
      <div className="library-actions">
        <button type="button" className="small" onClick={() => session.setView({ router: used ? null : id })}>
          <Said>{used ? "Stop using" : "Use"}</Said>
          <span className="visually-hidden"> router {name}</span>
        </button>
        <button
          type="button"
          className="small"
          onClick={() => void download().catch((error: Error) => setProblem(error.message))}
        >
          Download router<span className="visually-hidden"> {name}</span>
        </button>
        <ConfirmButton
          question={`Remove router “${name}” of “${table.manifest.name}” from this browser?`}
          yes="Yes, remove"
          onConfirm={() => void session.routing.part().then((part) => part.remove(id))}
        >
          Remove<span className="visually-hidden"> router {name}</span>
        </ConfirmButton>
      </div>
      {problem && <p role="alert">{problem}</p>}
    </li>
  );
}
