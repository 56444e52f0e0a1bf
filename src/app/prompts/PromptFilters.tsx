import { memo, useId } from "react";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { kindRows, selectsAll } from "../../analysis/rows/selectedRows.ts";
import { wordsOf } from "../../analysis/words.ts";
import { withCommas } from "../../core/withCommas.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Library } from "../../library/load.ts";
import { EVERYTHING } from "../../state/view/selection.ts";
import { useExplorer, useSession } from "../context.ts";
import { Choice } from "../ui/choices/Choice.tsx";
import { KindChoice } from "../ui/choices/KindChoice.tsx";
import { Said } from "../ui/words/Said.tsx";
import { DomainChoice } from "./DomainChoice.tsx";
import { PromptSearch } from "./PromptSearch.tsx";

/** The values offered for "at most k experts are right"; a link may contain another. */
const RIGHT = [1, 2, 3, 5];
/** In a table, from none right to all but one. */
const MOST_COUNTS = 30;

/** The current selection, its size, and a way to reset it. */
export const PromptFilters = memo(function PromptFilters({ library, count }: { library: Library; count: number }) {
  const session = useSession();
  const selection = useExplorer((state) => state.selection);
  const { kind, expert, minRegret, rightExperts, lasso, picked } = selection;
  const regret = useId();
  const routed = isRouted(library);
  const isTable = library.manifest.router === undefined;
  const experts = library.manifest.experts.map(({ id, label }) => ({ value: id, label }));
  const counts = !isTable
    ? RIGHT
    : Array.from({ length: Math.min(MOST_COUNTS, library.expertIds.length) }, (_, k) => k);
  const right = [...new Set([...counts, ...(rightExperts === null ? [] : [rightExperts])])].sort((a, b) => a - b);
  return (
    <search className="prompt-filters" aria-label="Filter the prompts">
      <KindChoice library={library} />
      <DomainChoice library={library} />
      {routed && (
        <>
          <Choice
            label={`chosen ${wordsOf(library.manifest).expert}`}
            value={expert ?? ""}
            options={[{ value: "", label: "any" }, ...withUnknown(experts, expert)]}
            onChange={(value) => session.select({ expert: value || null })}
          />
          <span className="choice">
            <label htmlFor={regret}>regret at least</label>
            <input
              id={regret}
              type="number"
              min={0}
              step={0.05}
              placeholder="0"
              value={minRegret ?? ""}
              onChange={(event) => session.select({ minRegret: Number(event.target.value) || null })}
            />
            <span className="quiet">{lossUnit(library.manifest).short}</span>
          </span>
        </>
      )}
      {library.manifest.benchmark.texts !== undefined && <PromptSearch library={library} />}
      <Choice
        label={!isTable ? "experts within 0.05 of the best" : "right"}
        value={String(rightExperts ?? "")}
        options={[
          { value: "", label: "any number" },
          ...right.map((k) => ({
            value: String(k),
            label: k === 0 ? "none" : k === 1 ? "only one" : `only ${k} or fewer`,
          })),
        ]}
        onChange={(value) => session.select({ rightExperts: value === "" ? null : Number(value) })}
      />
      {(lasso || picked !== null) && (
        <button type="button" className="small" onClick={() => session.select({ lasso: null, picked: null })}>
          {lasso ? "Area on the map" : !isTable ? "Picked prompts" : "Found or picked prompts"}{" "}
          <span aria-hidden="true">×</span>
          <span className="visually-hidden">: leave out</span>
        </button>
      )}
      <p role="status" aria-label="Selection">
        <Said>
          {`${withCommas(count)} of ${withCommas(kindRows(library, kind).length)} prompts${selectsAll(selection) ? "" : " selected"}`}
        </Said>
      </p>
      <button
        type="button"
        className="small"
        disabled={selectsAll(selection)}
        onClick={() => session.select(EVERYTHING)}
      >
        Clear selection
      </button>
    </search>
  );
});

/** A link may name an expert that this library does not have; it must be visible to be removed. */
function withUnknown(options: { value: string; label: string }[], id: string | null) {
  return id === null || options.some(({ value }) => value === id) ? options : [...options, { value: id, label: id }];
}
