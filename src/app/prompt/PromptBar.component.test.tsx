import { beforeAll, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { exampleBound } from "../../core/flags/suggest.ts";
import { wordsOf } from "../../core/flags/words.ts";
import { EXAMPLE_PROMPTS } from "../../examples/prompts.ts";
import type { Library } from "../../library/load.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { HelpButton } from "../header/help/HelpButton.tsx";
import { UndoButtons } from "../header/UndoButtons.tsx";
import { count, openExplorer, settled, smallLibrary, texts } from "../testing/explorer.tsx";
import { PromptBar } from "./PromptBar.tsx";

const TEXT = "The appellant contends that the district court erred in granting summary judgment.";
const panels = [PromptBar, DecisionPanel];

const chips = page.getByRole("list", { name: "Flags" }).getByRole("listitem");
const tokens = page.getByRole("group", { name: /^Tokens/ }).getByRole("button");
const hidden = page.getByRole("group", { name: /^Tokens/ }).getByCSS('[aria-pressed="true"]');

let library: Library;

beforeAll(async () => {
  library = await smallLibrary();
});

const Help = () => <HelpButton onTour={() => undefined} />;

test("every constraint has its superlative, soft, weighted and bounding flag, and the help lists them", async () => {
  const explorer = await openExplorer({ panels: [...panels, Help] });
  for (const { id, label } of library.constraints) {
    const [words] = wordsOf([id]);
    await explorer.decide(`${TEXT} [Flag: ${words!.superlative[0]} model]`);
    await expect.element(explorer.slider(label)).toHaveValue("1000");
    await explorer.decide(`${TEXT} [Flag: ${words!.soft[0]}]`);
    await expect.element(explorer.slider(label)).toHaveValue("500");
    await explorer.decide(`${TEXT} [Flag: ${words!.names[0]}=0.3]`);
    await expect.element(explorer.slider(label)).toHaveAttribute("aria-valuetext", expect.stringMatching(/^0\.30/));
    await explorer.decide(`${TEXT} [Flag: ${exampleBound(words!)}]`);
    await expect.element(explorer.slider(label)).toHaveValue("0");
    await expect.element(chips).toHaveTextContent(new RegExp(`\\d+ of ${library.expertIds.length}`));
  }
  await page.getByRole("button", { name: "Help" }).click();
  const help = page.getByRole("dialog");
  for (const { id, label } of library.constraints) {
    const [words] = wordsOf([id]);
    const row = help.getByRole("row", { name: new RegExp(`^${label} `) });
    await expect.element(row).toHaveTextContent(words!.superlative[0]!);
  }
});

test("unknown, contradictory and repeated flags are told one by one, and several act at once", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(
    `${TEXT} [Flag: Smallest model] [Flag:最小模型] [Flag: size=1] [Flag: newer than 2020] [Flag: blue] [Flag: largest]`,
  );
  await expect.poll(count(chips)).toBe(6);
  for (const [k, words] of [
    [1, "repeated"],
    [2, "contradictory"],
    [3, "2021"],
    [4, "unknown"],
    [5, "contradictory"],
  ] as const) {
    await expect.element(chips.nth(k)).toHaveTextContent(words);
  }
  await expect.element(explorer.slider("Size")).toHaveValue("1000");
});

test("while a flag is typed, suggestions complete it; the finished flag moves its slider", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(TEXT);
  await explorer.press(explorer.prompt, "{Control>}{End}{/Control} [[Flag: sm");
  const options = page.getByRole("listbox", { name: "Flag suggestions" }).getByRole("option");
  await expect.element(options.first()).toHaveTextContent("smallest");
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await userEvent.keyboard("{Escape}");
  await expect.poll(count(options)).toBe(0);
  await userEvent.keyboard("a{Enter}");
  await expect.element(explorer.prompt).toHaveValue(`${TEXT} [Flag: smallest]`);
  await expect.element(explorer.slider("Size")).toHaveValue("1000");
  await expect.poll(count(chips)).toBe(1);
});

test("undo restores the view before a move of a slider, redo the one after it", async () => {
  const opening = "An opening prompt.";
  const explorer = await openExplorer({ panels: [...panels, UndoButtons], view: { prompt: opening } });
  const chosen = await explorer.decide(TEXT);
  await settled();
  await explorer.press(explorer.slider("Size"), "{End}");
  await expect.element(explorer.slider("Size")).toHaveValue("1000");
  await settled();
  await userEvent.keyboard("{Control>}z{/Control}");
  await expect.element(explorer.slider("Size")).toHaveValue("0");
  await expect.element(explorer.chosen).toHaveTextContent(chosen);
  await userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  await expect.element(explorer.slider("Size")).toHaveValue("1000");
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.click();
  await expect.element(explorer.slider("Size")).toHaveValue("0");
  await expect.element(explorer.prompt).toHaveValue(TEXT);
  await undo.click();
  await expect.element(explorer.prompt).toHaveValue(opening);
  await expect.element(undo).toBeDisabled();
});

test("masks stay on their words while the text around them is edited, and an arrow key and Enter set them too", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(TEXT);
  await explorer.press(tokens.first(), "{ArrowRight}{Enter}");
  const word = texts(hidden)().join("");
  expect(word).not.toBe("");
  expect(TEXT).toContain(word);
  await explorer.decide(`Yesterday it was clear: ${TEXT}`);
  await expect.poll(() => texts(hidden)().join("")).toBe(word);
  await page.getByRole("button", { name: "Masks", exact: true }).click();
  await page.getByRole("button", { name: "Clear masks" }).click();
  await expect.poll(count(hidden)).toBe(0);
});

test("random masks hide the wanted share, and the same words for the same seed", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(TEXT);
  await expect.element(tokens.first()).toBeVisible();
  const all = count(tokens)();
  await page.getByRole("button", { name: "Masks", exact: true }).click();
  const seed = page.getByRole("spinbutton", { name: "seed", exact: true });
  const drawn = async (number: string) => {
    await seed.fill(number);
    await page.getByRole("button", { name: "Mask at random" }).click();
    return hidden.elements().map((one) => [...one.parentElement!.children].indexOf(one));
  };
  await page.getByLabelText("hide", { exact: true }).fill("30");
  const first = await drawn("5");
  expect(first).toHaveLength(Math.round(0.3 * all));
  expect(await drawn("6")).not.toEqual(first);
  expect(await drawn("5")).toEqual(first);
});

test("an example is found, seen and taken by keyboard alone", async () => {
  const explorer = await openExplorer({ panels });
  const wanted = EXAMPLE_PROMPTS.find(({ title }) => title === "German")!;
  await userEvent.keyboard("e");
  const gallery = page.getByRole("dialog", { name: "Example prompts" });
  const search = gallery.getByRole("combobox");
  await expect.element(search).toHaveFocus();
  await expect.poll(count(gallery.getByRole("option"))).toBe(EXAMPLE_PROMPTS.length);
  await userEvent.keyboard("languages");
  const option = gallery.getByRole("option", { selected: true });
  await expect.element(option).toHaveTextContent(wanted.title);
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(option).not.toHaveTextContent(wanted.title);
  await userEvent.keyboard("{ArrowUp}");
  await expect.element(option).toHaveTextContent(wanted.note);
  await expect.element(search).toHaveAttribute("aria-activedescendant", option.element().id);
  await userEvent.keyboard("{Enter}");
  await expect.element(gallery).not.toBeInTheDocument();
  await expect.element(explorer.chosen).toHaveAttribute("data-prompt", wanted.text);
});

test("the help opens with ?, lists flags and keys, and gives the focus back; single keys can be switched off", async () => {
  const explorer = await openExplorer({ panels: [...panels, Help] });
  await explorer.press(explorer.slider("Size"), "?");
  const help = page.getByRole("dialog", { name: "Flags and keyboard shortcuts" });
  await expect.element(help).toHaveTextContent("Ctrl+Z");
  await userEvent.keyboard("{Escape}");
  await expect.element(help).not.toBeInTheDocument();
  await expect.element(explorer.slider("Size")).toHaveFocus();

  await userEvent.keyboard("/");
  await expect.element(explorer.prompt).toHaveFocus();
  (explorer.prompt.element() as HTMLElement).blur();
  await userEvent.keyboard("?");
  await help.getByRole("checkbox", { name: /^Single keys/ }).click();
  await userEvent.keyboard("{Escape}");
  await expect.element(help).not.toBeInTheDocument();
  for (const key of ["?", "/", "e"]) await userEvent.keyboard(key);
  await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  await expect.element(explorer.prompt).not.toHaveFocus();
});
