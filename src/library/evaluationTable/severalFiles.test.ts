import { describe, expect, it } from "vitest";
import { lookAt, read, rowsOf } from "./testing/importFixture.ts";

describe("several files", () => {
  it("of the same models are rows of one table, with data sets named after the files", async () => {
    const files = {
      "mmlu/mmlu_law.csv": "prompt,a,b\nx,1,0\n",
      "mmlu/mmlu_math.csv": "prompt,a,b\nx,0,1\ny,1,1\n",
      "mmlu/README.md": "…",
    };
    expect(await rowsOf(files)).toMatchObject({ scores: [[1, 0], [0, 1], [1, 1]], datasets: ["mmlu_law", "mmlu_math", "mmlu_math"] }); // biome-ignore format: a table
    expect((await lookAt(files)).skipped).toEqual(["mmlu/README.md"]);
  });

  it("of different models are joined by id, in any order", async () => {
    const files = { "a.csv": "id,prompt,a\n1,x,1\n2,y,0\n", "b.csv": "id,prompt,b,c\n2,y,0.5,1\n1,x,0,1\n3,z,1,1\n" };
    expect(await rowsOf(files)).toMatchObject({ models: ["a", "b", "c"], scores: [[1, 0, 1], [0, 0.5, 1], [null, 1, 1]] }); // biome-ignore format: a table
  });

  it("with one model each are named after their file", async () => {
    const files = { "gpt.csv": "id,prompt,score\n1,x,1\n2,y,0\n", "llama.csv": "id,prompt,score\n1,x,0\n2,y,1\n" };
    expect(await rowsOf(files)).toMatchObject({ models: ["gpt", "llama"], scores: [[1, 0], [0, 1]] }); // biome-ignore format: a table
  });

  it("that share prompts are reported, even with slightly different words", async () => {
    const long = "Which of the following gases makes up most of the air that people breathe in every day";
    const files = {
      "train.csv": `prompt,a,b\nx,1,0\n${long},1,0\nz,0,1\n`,
      "test.csv": `prompt,a,b\nx,1,0\n${long}?,1,1\nq,0,0\n`,
    };
    const { findings } = await read(files);
    expect(findings.find(({ id }) => id === "leak")!.text).toMatch(
      /^1 prompt stands in both train and test.*|1 more does/,
    );
  });
});
