import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseFlags } from "../core/flags/grammar.ts";
import { parseManifest } from "../library/manifest/manifest.ts";
import { FIRST_PROMPT, firstPromptIn } from "./firstPrompt.ts";
import { CONTINUED_EXAMPLES, EXAMPLE_PROMPTS, searchExamples } from "./prompts.ts";

const library = parseManifest(JSON.parse(readFileSync("models/library.json", "utf8")));

test("there are at least 40 distinct examples, and each says in one line why it is interesting", () => {
  expect(EXAMPLE_PROMPTS.length).toBeGreaterThanOrEqual(40);
  for (const key of ["title", "text"] as const) {
    expect(new Set(EXAMPLE_PROMPTS.map((example) => example[key])).size).toBe(EXAMPLE_PROMPTS.length);
  }
  for (const { note } of EXAMPLE_PROMPTS) expect(note).toMatch(/^.{20,120}[.?]$/);
});

test("every domain of the shipped library has examples, and there are several kinds of hard ones", () => {
  const groups = new Set(EXAMPLE_PROMPTS.map(({ group }) => group));
  const domains = library.domains.map(({ id }) => id);
  expect(domains.filter((id) => !groups.has(id))).toEqual([]);
  expect([...groups].filter((group) => !domains.includes(group)).length).toBeGreaterThanOrEqual(5);
});

test("flags in examples are valid, except in those that demonstrate invalid ones", () => {
  const available = library.constraints.map(({ id }) => id);
  for (const { title, text } of EXAMPLE_PROMPTS) {
    const wrong = parseFlags(text, available).flags.filter(({ status }) => status !== "recognised");
    expect(wrong.length, title).toBe(title.includes("contradict") ? 1 : 0);
  }
});

test("for causal experts the examples end where their masks stand, and keep their flags", () => {
  expect(CONTINUED_EXAMPLES.length).toBeGreaterThan(EXAMPLE_PROMPTS.length - 3);
  for (const { title, text, note } of CONTINUED_EXAMPLES) {
    expect(`${text}\n${note}`, title).not.toMatch(/mask/i);
    const whole = EXAMPLE_PROMPTS.find((example) => example.title === title)!;
    const available = library.constraints.map(({ id }) => id);
    const [flags, own] = [text, whole.text].map((one) => parseFlags(one, available).flags.map(({ raw }) => raw));
    expect(flags, title).toEqual(own);
    if (!whole.text.includes("[MASK]")) expect(text).toBe(whole.text);
  }
});

test("the first prompt is the first example, in both forms, and whatever was typed stays", () => {
  expect(firstPromptIn(false, FIRST_PROMPT)).toBe(EXAMPLE_PROMPTS[0]!.text);
  const continued = firstPromptIn(true, FIRST_PROMPT);
  expect(continued).toBe(CONTINUED_EXAMPLES[0]!.text);
  expect(firstPromptIn(false, continued)).toBe(FIRST_PROMPT);
  expect(firstPromptIn(true, `${FIRST_PROMPT} `)).toBe(`${FIRST_PROMPT} `);
});

test("words find examples by title, group, note and text, all words together", () => {
  const name = (group: string) => library.domains.find(({ id }) => id === group)?.label ?? group;
  expect(searchExamples("", name)).toHaveLength(EXAMPLE_PROMPTS.length);
  expect(searchExamples("PATENT claim", name).map(({ title }) => title)).toContain("A patent claim");
  expect(searchExamples("other languages", name).map(({ title }) => title)).toContain("German");
  const [domain] = library.domains;
  const found = new Set(searchExamples(domain!.label, name));
  for (const example of EXAMPLE_PROMPTS) if (example.group === domain!.id) expect(found).toContain(example);
  expect(searchExamples("zzzz", name)).toEqual([]);
});
