import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { PromptsPanel } from "../prompts/PromptsPanel.tsx";
import { count, mouse, openExplorer, settled } from "../testing/explorer.tsx";
import { draw, LAW_PROMPT, LEFT_HALF, mapParts, zoomOf } from "../testing/mapParts.ts";
import { MapPanel } from "./MapPanel.tsx";

test("keys and buttons zoom the map, a drag moves it and opens nothing, a link restores what is seen", async () => {
  const panels = [MapPanel, PromptsPanel];
  const explorer = await openExplorer({ panels });
  const { map, canvas, surface, all, detail } = mapParts(explorer);
  await expect.element(all).toBeDisabled();
  await explorer.press(surface, "+");
  await expect.poll(zoomOf(explorer)).toBeGreaterThan(1);
  const once = zoomOf(explorer)();
  await map.getByRole("button", { name: "Router map: zoom in" }).click();
  await expect.poll(zoomOf(explorer)).toBeGreaterThan(once * 1.2);
  const x = Number(explorer.inLink("see.router")!.split("_")[0]);
  await draw(canvas, [
    [0.5, 0.5],
    [0.3, 0.5],
  ]);
  await mouse(["up"]);
  await expect.poll(() => Number(explorer.inLink("see.router")!.split("_")[0])).toBeGreaterThan(x);
  await expect.element(detail).not.toBeInTheDocument();
  await settled();
  const seen = explorer.inLink("see.router");
  const second = await openExplorer({ panels, view: explorer.link });
  await expect.element(all).toBeEnabled();
  await settled();
  expect(second.inLink("see.router")).toBe(seen);
  await second.press(surface, "0");
  await expect.element(all).toBeDisabled();
  await expect.poll(() => second.inLink("see.router")).toBeNull();
});

test("a second finger, or a press that the system takes away, selects no area", async () => {
  const explorer = await openExplorer({ panels: [MapPanel, PromptsPanel] });
  const { canvas, area, status } = mapParts(explorer);
  await area.click();
  const element = canvas.element() as HTMLElement;
  const box = element.getBoundingClientRect();
  const send = (name: string, x: number, y: number, pointerId = 1) =>
    element.dispatchEvent(
      new PointerEvent(name, {
        bubbles: true,
        pointerId,
        pointerType: "touch",
        clientX: box.left + x * box.width,
        clientY: box.top + y * box.height,
      }),
    );
  // Only real pointers can be captured.
  element.setPointerCapture = () => undefined;
  const before = status.element().textContent;
  for (const end of ["pointercancel", "second finger"] as const) {
    send("pointerdown", 0.1, 0.1);
    send("pointermove", 0.5, 0.1);
    send("pointermove", 0.5, 0.9);
    send("pointermove", 0.1, 0.9);
    if (end === "second finger") {
      send("pointerdown", 0.9, 0.9, 2);
      send("pointermove", 0.8, 0.8, 2);
      send("pointerup", 0.8, 0.8, 2);
      send("pointerup", 0.1, 0.9);
    } else send(end, 0, 0);
  }
  await settled();
  expect(status.element().textContent).toBe(before);
  expect(explorer.inLink("area")).toBeNull();
  // The tool is still in hand.
  await expect.element(area).toHaveAttribute("aria-pressed", "true");
});

test("a layout is computed here; a drawn area on it stays in the link as prompts; the shipped one is restored", async () => {
  const explorer = await openExplorer({ panels: [PromptBar, DecisionPanel, MapPanel, PromptsPanel] });
  await explorer.decide(LAW_PROMPT);
  const { map, canvas, facts, area } = mapParts(explorer);
  await facts.getByCSS("summary").click();
  const compute = facts.getByRole("button", { name: "Compute" });
  await facts.getByLabelText("neighbours").fill("1");
  await expect.element(facts.getByRole("alert")).toHaveTextContent(/2.*100/);
  await expect.element(compute).toBeDisabled();
  await facts.getByLabelText("neighbours").fill("5");
  await facts.getByLabelText("seed").fill("3");
  await compute.click();
  await expect.poll(() => explorer.inLink("umap"), { timeout: 25_000 }).toMatch(/^3_5_/);
  await expect.element(facts.getByRole("button", { name: "Restore the shipped layout" })).toBeEnabled();
  await expect.element(facts.getByRole("progressbar"), { timeout: 25_000 }).not.toBeInTheDocument();
  // The typed prompt has moved along.
  await expect.element(map.getByCSS(".typed")).toBeVisible();
  await area.click();
  await draw(canvas, LEFT_HALF);
  await mouse(["up"]);
  await expect.poll(() => explorer.inLink("picked")).not.toBeNull();
  await facts.getByRole("button", { name: "Restore the shipped layout" }).click();
  await expect.poll(() => explorer.inLink("umap")).toBeNull();
});

test("by keyboard alone a prompt is marked on the map and opened, its neighbours are selected and given up", async () => {
  const panels = [MapPanel, PromptsPanel];
  const explorer = await openExplorer({ panels });
  const { map, detail, status } = mapParts(explorer);
  const grid = explorer.region("Prompts").getByRole("grid", { name: "Benchmark prompts" });
  await explorer.press(grid, "{ArrowDown}");
  await expect.element(map.getByCSS("circle.hovered")).toBeInTheDocument();
  await userEvent.keyboard("{Enter}");
  const nearest = detail.getByRole("list", { name: "Prompts nearest to this one" }).getByRole("listitem");
  await expect.poll(count(nearest)).toBeGreaterThan(0);
  await explorer.press(detail.getByRole("button", { name: /^Select its/ }), "{Enter}");
  await expect.poll(() => explorer.inLink("picked")).not.toBeNull();
  const shown = status.element().textContent!;
  await openExplorer({ panels, view: explorer.link });
  await expect.element(status).toHaveTextContent(shown);
  const picked = page.getByRole("button", { name: /^Picked prompts/ });
  (picked.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(status).not.toHaveTextContent(shown);
});
