import { useState } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import type { LabWork } from "../../session/lab/labWork.ts";
import type { LabOutcome } from "../../workers/lab/protocol.ts";
import { useSession } from "../context.ts";
import { saveFile } from "../export/saveFile.ts";
import { Choice } from "../ui/choices/Choice.tsx";

interface RouterActionsProps {
  work: LabWork;
  outcome: LabOutcome;
  disabled: boolean;
}

/** What is done with a trained router. The one set beforehand is offered first: the best of many is flattered. */
export function RouterActions({ work, outcome, disabled }: RouterActionsProps) {
  const session = useSession();
  const [id, setId] = useState(outcome.report.headline);
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const act = async (doing: string, done: string, work: () => Promise<void>) => {
    setBusy(true);
    setSaid(doing);
    try {
      await work();
      setSaid(done);
    } catch (error) {
      setSaid(errorMessage(error));
    } finally {
      setBusy(false);
    }
  };
  const options = outcome.predictions.map((one) => ({ value: one.id, label: one.id }));
  return (
    <p className="lab-actions">
      <Choice label="Router" value={id} options={options} onChange={setId} />
      <button
        type="button"
        disabled={disabled || busy}
        onClick={() =>
          void act(
            `Fitting “${id}” on all prompts…`,
            `“${id}” routes now: type a prompt above, and see front, map and prompts.`,
            async () => session.routing.use(await work.router(id)),
          )
        }
      >
        Use this router
      </button>
      <button
        type="button"
        disabled={disabled || busy}
        onClick={() =>
          void act(`Packing “${id}”…`, `“${id}” is saved: ONNX, Python, JavaScript and figures.`, async () => {
            const router = await work.router(id);
            saveFile(`${router.id}.zip`, await session.routing.zip(router));
          })
        }
      >
        Download router
      </button>
      <span role="status" className="quiet">
        {said}
      </span>
    </p>
  );
}
