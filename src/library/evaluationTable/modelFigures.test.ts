import { describe, expect, it } from "vitest";
import { buildLibrary } from "./buildLibrary.ts";
import { lookAt, read } from "./testing/importFixture.ts";

const SCORES = "id,prompt,a/gpt,llama\n1,what,1,0\n2,why,0,1\n";
const MODELS = `model,input_price,output_price,size,latency_ms,context_window,release_date,licence,rank,batch
gpt,10,30,8x7B,900,128000,2024-05-13,no,1,4
llama,0.1,0.2,7B,250,8192,2023-07,yes,2,4
`;

const constraintsOf = async (files: Record<string, string>) => {
  const { manifest } = await buildLibrary(await read(files), new Date("2026-01-02"));
  return { manifest, byId: new Map(manifest.constraints.map((one) => [one.id, one])) };
};

describe("a file about the models", () => {
  it("gives a constraint for each of its numeric columns, beside price and size", async () => {
    const { manifest, byId } = await constraintsOf({ "t.csv": SCORES, "models.csv": MODELS });
    expect([...byId.keys()]).toEqual(["price", "size", "recency", "latency_ms", "context_window"]);
    expect(byId.get("latency_ms")).toMatchObject({ raw: { "a/gpt": 900, llama: 250 }, unit: "milliseconds" });
    // A larger context is better, and of a constraint less is.
    expect(byId.get("context_window")).toMatchObject({
      raw: { "a/gpt": 0, llama: 119_808 },
      label: "Context window below the best",
    });
    expect(byId.get("recency")!.raw).toEqual({ "a/gpt": 0, llama: 0.83 });
    expect(manifest.experts.map(({ newestText }) => newestText)).toEqual(["2024-05-13", "2023-07"]);
  });

  it("needs no prices, and may come in parts", async () => {
    const speed = '{"gpt":{"latency":0.9,"released":1715558400},"llama":{"latency":0.2,"released":1689638400}}';
    const { byId } = await constraintsOf({ "t.csv": SCORES, "speed.json": speed, "size.csv": "model,parameters\ngpt,70B\nllama,7B\n" }); // biome-ignore format: a line
    expect([...byId.keys()]).toEqual(["size", "recency", "latency"]);
    expect(byId.get("size")!.raw).toEqual({ "a/gpt": 70e9, llama: 7e9 });
    expect(byId.get("latency")).toMatchObject({ raw: { "a/gpt": 0.9, llama: 0.2 }, unit: "seconds" });
    expect(byId.get("recency")!.raw).toEqual({ "a/gpt": 0, llama: 0.82 });
  });

  it("is the same on another day, with hostile names of columns too", async () => {
    const files = { "t.csv": SCORES, "m.csv": "model,latency,__proto__,constructor\ngpt,1,500,7\nllama,2,600,8\n" };
    const [one, two] = await Promise.all(
      ["2026-01-02", "2026-03-04"].map(async (day) => buildLibrary(await read(files), new Date(day))),
    );
    expect(one!.folder).toBe(two!.folder);
    expect(one!.manifest.constraints.map(({ raw }) => Object.values(raw))).toEqual([[1, 2], [500, 600], [7, 8]]); // biome-ignore format: a line
  });

  it("is not taken for one where it has scores", async () => {
    const { files } = await lookAt({
      "a.csv": "model,question_id,score,latency\ngpt,1,1,2\nllama,1,0,3\n",
      "b.csv": SCORES,
    });
    expect(files.map(({ holds }) => holds)).toEqual(["scores", "scores"]);
    const alone = await lookAt({
      "leaderboard.csv": "model,mmlu,gsm8k,context_window\ngpt,0.8,0.9,8000\nllama,0.5,0.4,4000\n",
    });
    expect([alone.problem, alone.prompts]).toEqual([null, 2]);
  });
});
