import { expect, it } from "vitest";
import { writeParquet } from "../../library/benchmark/writeParquet.ts";
import { importedLibrary } from "../../library/testing/importedLibrary.ts";
import { FakeWorker, heard } from "../../rpc/testing.ts";
import { TextClient } from "./client.ts";
import { createTextService } from "./service.ts";

const TEXTS = ["What  is\nlaw?", "Was ist Recht? ÄRGER", "", "what is the sum?"];
const context = { signal: new AbortController().signal, progress: () => {} };
const file = { url: "local://x/benchmark/texts.parquet", sha256: "0".repeat(64), bytes: 1, path: "texts.parquet" };

it("texts are read once and searched whatever their case and white space", async () => {
  let fetched = 0;
  const service = createTextService(async () => {
    fetched++;
    return writeParquet([{ name: "text", data: TEXTS, type: "BYTE_ARRAY" }]);
  });
  await service.open(file, context);
  const search = async (wanted: string) => [...(await service.search({ wanted }, context)).result];
  expect(await search("WHAT is")).toEqual([0, 3]);
  expect(await search("is law")).toEqual([0]);
  expect(await search("ärger")).toEqual([1]);
  expect(await search("nowhere")).toEqual([]);
  expect((await service.text({ row: 0 }, context)).result).toBe(TEXTS[0]);
  expect((await service.text({ row: 9 }, context)).result).toBe("");
  expect(fetched).toBe(1);
});

it("a file without texts is named", async () => {
  const service = createTextService(async () => writeParquet([{ name: "other", data: ["x"], type: "BYTE_ARRAY" }]));
  await expect(service.open(file, context)).rejects.toThrow("texts.parquet has no column “text”");
});

it("another library's texts end the worker of the first; a library without texts needs none", async () => {
  const workers: FakeWorker[] = [];
  const client = new TextClient(() => workers[workers.push(new FakeWorker()) - 1]!);
  const [one, other] = [
    await importedLibrary({ "a.csv": "prompt,a,b\nx,1,0\n" }),
    await importedLibrary({ "b.csv": "prompt,a,b\ny,1,0\n" }),
  ];
  const first = client.text(one, 0);
  first.catch(() => undefined);
  await heard();
  expect(workers[0]!.sent[0]!.message).toMatchObject({ type: "open", request: { path: "benchmark/texts.parquet" } });
  client.text(one, 0).catch(() => undefined);
  expect(workers).toHaveLength(1);
  client.text(other, 0).catch(() => undefined);
  await expect(first).rejects.toThrow("Another library is open");
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  expect(await client.text(await importedLibrary({ "c.csv": "id,a,b\n1,1,0\n" }), 0)).toBe("");
  client.close();
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
});
