import { expect, test } from "vitest";
import { count, openExplorer, prefer, smallLibrary } from "../testing/explorer.tsx";
import { SpecialisationPanel } from "./SpecialisationPanel.tsx";

test("the log of the training is played: streams, a slider of steps, a summary and a table", async () => {
  await prefer({ reducedMotion: "reduce" });
  const library = await smallLibrary();
  const log = await (await fetch(library.url(library.manifest.specialisation!))).json();
  const panel = (await openExplorer({ panels: [SpecialisationPanel] })).region("Specialisation");
  await expect.poll(count(panel.getByCSS(".stream"))).toBe(log.experts.length);
  // Every stream has a colour of its own, also where several experts share a subject.
  const fills = [...document.querySelectorAll(".stream")].map((stream) => getComputedStyle(stream).fill);
  expect(new Set(fills).size).toBe(log.experts.length);
  expect(fills).not.toContain("rgb(255, 255, 255)");
  const slider = panel.getByRole("slider", { name: "Step" });
  await expect.element(slider).toHaveAttribute("aria-valuetext", `step ${log.steps} of ${log.steps}`);

  await panel.getByRole("button", { name: "Play the training" }).click();
  await expect.element(panel.getByRole("button", { name: "Pause" })).toBeVisible();
  await panel.getByRole("button", { name: "Pause" }).click();
  const stopped = Number((slider.element() as HTMLInputElement).value);
  expect(stopped).toBeLessThan(log.frames.length - 1);

  await slider.fill("40");
  const { step } = log.frames[40];
  await expect.element(panel.getByRole("img")).toHaveAccessibleName(expect.stringContaining(`Step ${step} of`));
  const before = panel.getByCSS(".stream").first().element().getAttribute("d");
  await panel.getByRole("combobox", { name: "windows of" }).selectOptions("Law");
  await expect.poll(() => panel.getByCSS(".stream").first().element().getAttribute("d")).not.toBe(before);
  await expect.element(panel.getByCSS(".stream-summary")).toHaveTextContent("of the windows of Law");

  await panel.getByText("Shares as a table").click();
  await expect.poll(count(panel.getByRole("row"))).toBe(log.experts.length + 1);
});

test("a library without such a log has no such panel", async () => {
  const { specialisation: _, ...manifest } = structuredClone((await smallLibrary()).manifest);
  const explorer = await openExplorer({
    panels: [SpecialisationPanel],
    files: { "library.json": JSON.stringify(manifest) },
  });
  await expect.element(explorer.region("Specialisation")).not.toBeInTheDocument();
});
