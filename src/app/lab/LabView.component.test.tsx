import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { writeParquet } from "../../library/benchmark/writeParquet.ts";
import { LabWork } from "../../session/lab/labWork.ts";
import { libraryOf } from "../../state/derived.ts";
import { LabClient } from "../../workers/lab/client.ts";
import { labCsv, labWorkerHere } from "../../workers/lab/testing.ts";
import { useExplorer } from "../context.ts";
import { openExplorer, savedCsv } from "../testing/explorer.tsx";
import { LabView } from "./LabView.tsx";

const ROWS = 60;
const lab = page.getByRole("region", { name: "Lab", exact: true });
const button = (name: string) => lab.getByRole("button", { name, exact: true });
const tick = (group: string, name: string) =>
  lab.getByRole("group", { name: group }).getByRole("checkbox", { name, exact: true });

/** The lab on a table, with the worker's own code on this thread. */
async function openLab(csv = labCsv(ROWS)) {
  const texts = csv
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[0]!);
  const content = () => writeParquet([{ name: "text", data: texts, type: "BYTE_ARRAY" }]);
  const work = new LabWork(new LabClient(labWorkerHere()), async () => content(), {
    state: async () => ({
      model: "played",
      origin: {},
      label: "State of the played router",
      embed: async (texts) => ({ columns: 1, data: Float32Array.from(texts, (text) => text.length) }),
      source: async () => null,
      close: () => {},
    }),
  });
  function LabHere() {
    const library = useExplorer(libraryOf);
    return library && !library.manifest.router && <LabView work={work} library={library} />;
  }
  await openExplorer({ panels: [LabHere], table: { "t.csv": csv } });
  return work;
}

test("trains, says the verdict first, and shows the routers that were compared", async () => {
  const work = await openLab();
  await expect.element(tick("Features", "Surface")).toBeChecked();
  await expect.element(tick("Heads", "kNN")).not.toBeChecked();
  await tick("Options", "Leave one data set out").click();
  await button("Train").click();
  await expect.element(lab.getByRole("table", { name: "Routers compared" })).toBeInTheDocument();
  const { outcome } = work.store.getState();
  await expect.element(lab.getByRole("status", { name: "Verdict" })).toHaveTextContent(outcome!.report.verdict);
  const rows = lab.getByRole("table", { name: "Routers compared" }).getByRole("row");
  expect(rows.elements().map((row) => row.firstElementChild!.textContent)).toEqual([
    "Router",
    "mean of 3",
    "surface kNN",
    "state ridge",
    "tfidf ridge",
    "surface ridge",
    "data-set label",
    `best single: ${outcome!.report.bestSingle.model}`,
    "random model",
    "oracle",
  ]);
  await expect.element(lab.getByRole("img", { name: /^APGR: / })).toBeInTheDocument();
  expect((await savedCsv(button("Save lab report as CSV")))[1]!.slice(0, 2)).toEqual(["Routers compared", "mean of 3"]);
});

test("is cancelled and goes on; other heads are trained beside the same features", async () => {
  const work = await openLab();
  await button("Train").click();
  await expect.element(lab.getByRole("progressbar", { name: "Training router" })).toBeInTheDocument();
  await expect.element(button("Train")).toBeDisabled();
  await expect.element(tick("Heads", "kNN")).toBeDisabled();
  await button("Cancel").click();
  await expect.element(lab).toHaveTextContent("Cancelled. “Train” goes on from here");
  await expect.element(button("Cancel")).toBeDisabled();
  for (const name of ["Learning curve", "Leave one data set out"]) await tick("Options", name).click();
  for (const name of ["TF-IDF", "Router state"]) await tick("Features", name).click();
  await tick("Heads", "kNN").click();
  await button("Train").click();
  await vi.waitFor(() => expect(work.store.getState().status).toBe("done"), 20_000);
  expect(work.store.getState().outcome!.report.routers.map(({ id }) => id)).toEqual(["surface kNN", "data-set label"]);
});

test("says what is missing before anything is trained", async () => {
  await openLab("id,a,b\n1,1,0\n2,0,1\n3,1,1");
  await expect.element(lab).toHaveTextContent("This table has no texts of prompts");
  await expect.element(button("Train")).toBeDisabled();
});

test("a table that cannot be trained on ends in a sentence", async () => {
  await openLab("prompt,a,b\nx,1,\ny,,0\nz,1,");
  for (const name of ["Surface", "Router state", "TF-IDF"]) await tick("Features", name).click();
  await expect.element(lab).toHaveTextContent("Tick a feature at least.");
  await tick("Features", "Surface").click();
  await button("Train").click();
  await expect.element(lab.getByRole("alert")).toHaveTextContent("Fewer than two prompts have a score of every model");
  await expect.element(button("Train")).toBeEnabled();
});
