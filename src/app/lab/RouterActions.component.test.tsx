import { unzipSync } from "fflate";
import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { writeParquet } from "../../library/benchmark/writeParquet.ts";
import { LabWork } from "../../session/lab/labWork.ts";
import { libraryOf } from "../../state/derived.ts";
import { LabClient } from "../../workers/lab/client.ts";
import { labCsv, labWorkerHere } from "../../workers/lab/testing.ts";
import { useExplorer } from "../context.ts";
import { TrainedRouters } from "../library/TrainedRouters.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { openExplorer, savedBy } from "../testing/explorer.tsx";
import { LabView } from "./LabView.tsx";

const lab = page.getByRole("region", { name: "Lab", exact: true });
const button = (name: string) => lab.getByRole("button", { name, exact: true });
const routers = page.getByRole("list", { name: "Routers trained on this table" });

/** The lab on a small table, with surface features alone. */
async function openLab() {
  const csv = labCsv(60);
  const texts = csv
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[0]!);
  const content = () => writeParquet([{ name: "text", data: texts, type: "BYTE_ARRAY" }]);
  const work = new LabWork(new LabClient(labWorkerHere()), async () => content());
  function LabHere() {
    const library = useExplorer(libraryOf);
    return library && !library.manifest.router && <LabView work={work} library={library} />;
  }
  const explorer = await openExplorer({ panels: [PromptBar, LabHere, TrainedRouters], table: { "t.csv": csv } });
  for (const name of ["TF-IDF", "Router state"]) await lab.getByRole("checkbox", { name, exact: true }).click();
  for (const name of ["Learning curve", "Leave one data set out"]) await lab.getByRole("checkbox", { name }).click();
  return { work, explorer };
}

async function train(work: LabWork) {
  await button("Train").click();
  await vi.waitFor(() => expect(work.store.getState().status).toBe("done"), 20_000);
}

test("a trained router is used, saved as a zip, and removed", async () => {
  const { work, explorer } = await openLab();
  await train(work);
  await button("Use this router").click();
  await expect.element(lab).toHaveTextContent("“surface kNN” routes now");
  await expect.element(routers).toHaveTextContent("surface kNN");
  await expect.element(page.getByRole("button", { name: "Route a file…" })).toBeEnabled();
  const id = explorer.session.store.getState().router;
  expect(id).toMatch(/^surface-knn-/);
  const zip = await savedBy(() => button("Download router").click());
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(["router.onnx", "route.py", "route.mjs", "router.json"]));
  expect(JSON.parse(new TextDecoder().decode(files["router.json"])).id).toBe(id);
  await routers.getByRole("button", { name: "Stop using router surface kNN" }).click();
  await expect.element(routers.getByRole("button", { name: "Use router surface kNN" })).toBeInTheDocument();
  expect(explorer.session.store.getState().router).toBeNull();
  await expect.element(page.getByRole("button", { name: "Route a file…" })).not.toBeInTheDocument();
  await routers.getByRole("button", { name: "Remove router surface kNN" }).click();
  await routers.getByRole("button", { name: "Yes, remove" }).click();
  await expect.element(routers).not.toBeInTheDocument();
});

test("a test table is chosen, judged on, and removed", async () => {
  const { work } = await openLab();
  const other = new File([labCsv(30)], "other.csv");
  await userEvent.upload(lab.getByLabelText("Choose a test table…"), other);
  await expect.element(lab).toHaveTextContent("Judged on other.csv, too.");
  await train(work);
  const judged = lab.getByRole("region", { name: "Test table" });
  await expect.element(judged).toHaveTextContent("30 of 30 test prompts stand in the training table");
  await expect.element(judged.getByRole("table", { name: "Routers on other.csv" })).toHaveTextContent("surface kNN");
  await button("Remove the test table").click();
  await expect.element(button("Choose a test table…")).toBeInTheDocument();
  await train(work);
  await expect.element(judged).not.toBeInTheDocument();
});
