import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { CONTINUED_EXAMPLES, EXAMPLE_PROMPTS, type ExamplePrompt, searchExamples } from "../../examples/prompts.ts";
import { useExplorer } from "../context.ts";
import { isComposing } from "../ui/hooks/keys.ts";
import { useCausalLibrary } from "../ui/hooks/useCausalLibrary.ts";
import { Said } from "../ui/words/Said.tsx";

/** Example prompts by group, filtered while typing. The focus stays in the search box, which names the active one. */
export function Gallery({ onPick }: { onPick: (example: ExamplePrompt) => void }) {
  const domains = useExplorer((state) => state.baseLibrary?.manifest.domains);
  const examples = useCausalLibrary() ? CONTINUED_EXAMPLES : EXAMPLE_PROMPTS;
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const nameOf = (group: string) => domains?.find((domain) => domain.id === group)?.label ?? group;
  const found = searchExamples(typed, nameOf, examples);
  const chosen = Math.min(active, found.length - 1);

  // The dialog may have been open for a moment before this came.
  useEffect(() => void search.current?.focus(), []);
  useEffect(() => {
    if (chosen >= 0) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || found.length === 0) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    const step = steps[event.key];
    if (step !== undefined) setActive(Math.max(0, Math.min(found.length - 1, chosen + step)));
    else if (event.key === "Enter") onPick(found[chosen]!);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className="gallery-search">
        <input
          ref={search}
          type="text"
          role="combobox"
          data-first-focus
          aria-label="Search the examples"
          aria-autocomplete="list"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          placeholder="Search: patent, typo, German, flag …"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <p className="quiet" role="status">
          <Said>{found.length === 0 ? "No example contains all of these words." : `${found.length} examples`}</Said>
        </p>
      </div>
      <div className="gallery-list" id={id} ref={list} role="listbox" aria-label="Example prompts">
        {groupsOf(found).map(({ group, from, examples }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is not a part of a listbox
          <div key={group} role="group" aria-label={nameOf(group)}>
            <p className="gallery-group" aria-hidden="true">
              {nameOf(group)}
            </p>
            {examples.map((example, i) => (
              <Entry
                key={example.title}
                id={`${id}-${from + i}`}
                example={example}
                selected={from + i === chosen}
                onPick={onPick}
              />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

interface EntryProps {
  id: string;
  example: ExamplePrompt;
  selected: boolean;
  onPick: (example: ExamplePrompt) => void;
}

function Entry({ id, example, selected, onPick }: EntryProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the search box, where the focus stays
    <div id={id} role="option" tabIndex={-1} aria-selected={selected} onClick={() => onPick(example)}>
      <strong>{example.title}</strong> <span className="quiet">{example.note}</span>
      <code className="gallery-text" dir="auto" translate="no">
        {example.text}
      </code>
    </div>
  );
}

/** Groups neighbours of one group; `from`: index of a group's first example among all. */
function groupsOf(examples: readonly ExamplePrompt[]): { group: string; from: number; examples: ExamplePrompt[] }[] {
  const groups: { group: string; from: number; examples: ExamplePrompt[] }[] = [];
  examples.forEach((example, i) => {
    const last = groups.at(-1);
    if (last?.group === example.group) last.examples.push(example);
    else groups.push({ group: example.group, from: i, examples: [example] });
  });
  return groups;
}
