import { expect, test } from "vitest";
import { FakeWorker } from "../rpc/testing.ts";
import { CustomExpertClient } from "../workers/customExperts/client.ts";
import { InferenceClient } from "../workers/inference/client.ts";
import { askWorkers } from "./diagnostics.ts";

const file = { url: "file", sha256: "0", bytes: 10 };

test("running workers report their holdings; the query starts none, and one that ends meanwhile is not a failure", async () => {
  const worker = new FakeWorker();
  const models = new InferenceClient(() => worker);
  const added = new CustomExpertClient(() => {
    throw new Error("started for nothing");
  });
  void models.open({ tokenizer: file, router: file }).catch(() => undefined);
  const asked = askWorkers({ models, added });
  const { id } = worker.sent.find(({ message }) => message.kind === "holdings")!.message;
  const holdings = { models: 3, bytes: 10, calls: 0 };
  worker.reply({ kind: "result", id, result: holdings });
  expect(await asked).toEqual([
    { name: "models", holdings },
    { name: "added", holdings: null },
  ]);

  const again = askWorkers({ models });
  worker.emit("error", { message: "out of luck" });
  expect(await again).toEqual([{ name: "models", holdings: null }]);
});
