import { regrets, routerChoices } from "../../analysis/choices/choices.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { rowOfPrompt } from "../../analysis/rows/oracle.ts";
import { orderedRows } from "../../analysis/rows/promptRows.ts";
import { libraryOf } from "../../state/derived.ts";
import { useDeferredPolicy, useExplorer, useSelectedRows } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { CalibratedNote } from "../ui/CalibratedNote.tsx";
import { Panel } from "../ui/Panel.tsx";
import { PromptDetail } from "./PromptDetail.tsx";
import { PromptFilters } from "./PromptFilters.tsx";
import { PromptTable } from "./PromptTable.tsx";
import { promptsCsv } from "./promptsCsv.ts";
import { TablePromptDetail } from "./TablePromptDetail.tsx";

/** The benchmark's prompts one by one, selected and sorted: front and map in words and figures. */
export function PromptsPanel() {
  const library = useExplorer(libraryOf);
  const policy = useDeferredPolicy();
  const order = useExplorer((state) => state.promptOrder);
  const inspected = useExplorer((state) => state.inspected);
  const selected = useSelectedRows();
  if (!library || !selected) return null;
  const choices = routerChoices(library, policy);
  const regretByRow = regrets(library, choices);
  const rows = orderedRows(library, selected, order, choices, regretByRow);
  const shown = rowOfPrompt(library, inspected);
  const routed = library.manifest.router !== undefined;
  return (
    <Panel
      title="Prompts"
      className="prompts"
      tools={<ExportButtons name="prompts" csv={() => promptsCsv(library, rows, choices, regretByRow)} />}
    >
      <PromptFilters library={library} count={rows.length} />
      <div className={shown === null ? "prompt-body" : "prompt-body with-detail"}>
        <PromptTable library={library} rows={rows} choices={choices} regretByRow={regretByRow} />
        {shown !== null &&
          (routed ? (
            <PromptDetail library={library} row={shown} choices={choices} regretByRow={regretByRow} />
          ) : (
            <TablePromptDetail library={library} row={shown} />
          ))}
      </div>
      <p className="quiet">
        {routed
          ? `A selection applies to the whole page: front, scores and domains are computed for it, and the map dims the rest. An expert is right if its loss is within 0.05 ${lossUnit(library.manifest).long} of the best.`
          : "A selection applies to the whole page: report and front are computed for it, and “What if” can leave it out. A model is right if its score is above 0 and within 0.05 of the best."}{" "}
        Use the arrow keys to move in the table and Enter to open a prompt.
      </p>
      <CalibratedNote />
    </Panel>
  );
}
