import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LibraryError } from "../errors.ts";
import { type Library, openLibrary } from "../load.ts";
import { identifiers } from "../manifest/identifier.ts";
import { importTable } from "../testing/importTable.ts";

const utf8 = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
async function imported(text: string): Promise<Library> {
  const { folder, manifest, contents } = await importTable(utf8(text), "table.csv");
  return openLibrary(folder, manifest, contents.get(manifest.files[manifest.benchmark.prompts]!.sha256)!, true);
}
const scoresOf = ({ benchmark }: Library) => [...benchmark.accuracies.data];

const ROUTERBENCH =
  "sample_id,prompt,eval_name,small,big,small|total_cost,big|total_cost,big|model_response,oracle_model_to_route_to\n" +
  "a.1,\"['Is it, so?']\",law,1,1,0.1,2,yes,small\n" +
  "a.2,Why,law,0,1,0.3,4,so,big\n" +
  "b.1,How,code/c,0.5,0,0.2,3,no,small\n";

describe("a routing table", () => {
  it("of RouterBench has scores, costs and domains", async () => {
    const library = await imported(ROUTERBENCH);
    expect(library.expertIds).toEqual(["small", "big"]);
    expect(scoresOf(library)).toEqual([1, 1, 0, 1, 0.5, 0]);
    expect(library.benchmark.domain).toEqual(["law", "law", "code/c"]);
    const [cost] = library.constraints;
    expect([cost!.id, ...cost!.raw].map((one) => (typeof one === "number" ? one.toFixed(6) : one))).toEqual([
      "cost",
      "200.000000",
      "3000.000000",
    ]);
  });

  it.each<[string, string]>([
    ["RouteLLM", "prompt,m/weak,m-strong,m/weak_response\nx,True,False,text\ny,False,,text"],
    ["LLMRouter", '[{"question":"x","scores":{"m/weak":1,"m-strong":0}},{"question":"y","scores":{"m/weak":0}}]'],
    [
      "Avengers",
      '{"query":"x","records":{"m/weak":1,"m-strong":0},"index":1}\n{"query":"y","records":{"m/weak":0},"index":2}',
    ],
    ["EmbedLLM", "model_id,prompt_id,prompt,label\nm/weak,1,x,0\nm-strong,1,x,0\nm/weak,1,x,1\nm/weak,2,y,0"],
  ])("of %s is recognised; missing values are unknown, never 0", async (_, text) => {
    const library = await imported(text);
    expect(library.expertIds).toEqual(["m/weak", "m-strong"]);
    expect(scoresOf(library)).toEqual([1, 0, 0, Number.NaN]);
    expect(library.benchmark.keywords).toEqual(["x", "y"]);
    expect(library.manifest.description).toContain("1 score is missing");
    expect(library.constraints.map(({ id }) => id)).toEqual(["strong-calls"]);
  });

  it("is checked for repeated ids and prompts, and models with constant scores", async () => {
    const { manifest, benchmark } = await imported("id,prompt,a,b\n1,x,1,0\n1,x,1,1\n2,y,1,0\n");
    expect(benchmark.ids).toEqual(["1", "1#2", "2"]);
    // Rows with the same prompt are resampled together.
    expect(benchmark.document).toEqual(Int32Array.of(0, 0, 2));
    expect(manifest.description).toMatch(/1 row repeats an id.*1 row repeats a prompt.*Always the same score: a\./);
  });

  it("with ids that look like numbered ones keeps them apart", async () => {
    const { benchmark } = await imported("id,prompt,a,b\na,x,1,0\na,y,1,1\na#2,z,1,0\na,w,0,1\na#2,v,0,1\n");
    expect(benchmark.ids).toEqual(["a", "a#2", "a#2#2", "a#3", "a#2#3"]);
  });

  it("with JavaScript's built-in names gets other expert ids", async () => {
    const library = await imported("prompt,__proto__,constructor\nx,1,0\ny,0,1\n");
    expect(library.expertIds).toEqual(["__proto__-2", "constructor-2"]);
    expect(library.manifest.experts.map(({ label }) => label)).toEqual(["__proto__", "constructor"]);
    expect([...library.constraints[0]!.raw].sort()).toEqual([0, 1]);
  });

  it("with a long name truncates it", async () => {
    const { manifest } = await importTable(utf8("prompt,a,b\nx,1,0"), `${"n".repeat(5000)}.csv`);
    expect(manifest.name).toBe("n".repeat(200));
  });

  it("in the long form is not widened beyond the cell limit", async () => {
    const pairs = Array.from({ length: 60_000 }, (_, i) => `m${i % 400},${i},0.5`);
    await expect(imported(`model_id,prompt_id,label\n${pairs.join("\n")}`)).rejects.toThrow(
      "table.csv has 60000 prompts × 400 models, more than 20000000 cells",
    );
  });

  it.each([
    ["prompt,a\nx,1", "table.csv has scores of 1 model"],
    ["prompt,a,b\nx,1,0\ny,7.5,0", "table.csv, line 3, “a”: the score 7.5 is not from 0 to 1"],
    ["hello", "table.csv has no rows"],
  ])("%j is refused: %s", async (text, sentence) => {
    await expect(imported(text)).rejects.toThrow(sentence);
    await expect(imported(text)).rejects.toBeInstanceOf(LibraryError);
  });

  it("any text is a library or a LibraryError", async () => {
    const cell = fc.constantFrom("", "1", "0", "True", "0.5", "x", '"', "id", "prompt", "scores", "__proto__");
    const text = fc
      .array(fc.array(cell, { maxLength: 4 }), { maxLength: 5 })
      .map((rows) => rows.map((row) => row.join(",")).join("\n"));
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.json()), async (written) => {
        try {
          await imported(written);
        } catch (error) {
          expect(error).toBeInstanceOf(LibraryError);
        }
      }),
    );
  });
});

it("names become unique ids", () => {
  expect(identifiers(["GPT 4 (turbo)", "gpt", "GPT-4-turbo-", ""])).toEqual([
    "GPT-4-turbo-",
    "gpt",
    "GPT-4-turbo--2",
    "x",
  ]);
});
