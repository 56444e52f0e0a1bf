import { useEffect, useState } from "react";
import { isTable } from "../../analysis/table/reportQuestion.ts";
import type { LabWork } from "../../session/lab/labWork.ts";
import { libraryOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";
import { Panel } from "../ui/Panel.tsx";
import { LabView } from "./LabView.tsx";

/** Trains routers on the imported table that is shown; hidden for other libraries. */
export function LabPanel() {
  const session = useSession();
  const library = useExplorer(libraryOf);
  const [work, setWork] = useState<LabWork | null>(null);
  useEffect(() => {
    let shown = true;
    session.lab().then(
      (lab) => shown && setWork(lab),
      // The boundary around the panel says so.
      (error: unknown) =>
        shown &&
        setWork(() => {
          throw error;
        }),
    );
    return () => {
      shown = false;
    };
  }, [session]);
  if (!library || !isTable(library)) return null;
  return work ? <LabView key={library.baseUrl} work={work} library={library} /> : <Panel title="Lab" className="lab" />;
}
