/** Published tables against figures that were computed independently. They are not part of the repository: skipped without them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportFigures, reportModels, reportPolicies } from "./reportTables.ts";
import { reported } from "./testing/reported.ts";

/** The folder of the tables. */
const TABLES = process.env.ROUTING_TABLES ?? "../shared/routing-tables";

async function figuresOf(file: string) {
  const bytes = Uint8Array.from(readFileSync(join(TABLES, file))).buffer;
  const { library, report, names } = await reported(bytes, file);
  const value = (cell: string) => cell.split(" [")[0]!;
  return {
    report,
    findings: library.manifest.benchmark.findings!.map(({ text }) => text).join(" "),
    models: Object.fromEntries(reportModels(report, names).rows.map(([name, ...cells]) => [name, cells.map(value)])),
    figures: Object.fromEntries([
      ...reportPolicies(report, names).map(({ id, score }) => [id, value(score)]),
      ...reportFigures(report, names).map(({ id, value: cell }) => [id, value(cell)]),
    ]),
  };
}

describe.skipIf(!existsSync(TABLES))("a published table", () => {
  it("of RouteLLM, GSM8K", async () => {
    const { report, models, figures } = await figuresOf("routellm-gsm8k.csv");
    expect(report).toMatchObject({ prompts: 1319, asked: 1319 });
    expect(models).toEqual({
      "mistralai/Mixtral-8x7B-Instruct-v0.1": ["0.6384"],
      "gpt-4-1106-preview": ["0.8567"],
    });
    expect(figures).toMatchObject({
      best: "0.8567",
      random: "0.7475",
      oracle: "0.9287",
      "all-right": "0.5663",
      "none-right": "0.0713",
      gap: "0.2183",
      apgr: "1.1368",
      cpt50: "0.1092",
      cpt80: "0.1751",
    });
  });

  it("of RouteLLM, MMLU's anatomy", async () => {
    const { figures } = await figuresOf("routellm-mmlu-anatomy.csv");
    expect(figures).toMatchObject({
      best: "0.8148",
      random: "0.7370",
      oracle: "0.8519",
      gap: "0.1556",
      apgr: "1.1189",
      cpt50: "0.0815",
      cpt80: "0.1259",
    });
  });

  it("of LLMRouter", async () => {
    const { report, models, figures } = await figuresOf("llmrouter-test.json");
    expect([report.prompts, Object.keys(models)[0]]).toEqual([500, "llama-3.1-nemotron-51b-instruct"]);
    expect(figures).toMatchObject({
      best: "0.5626",
      random: "0.3755",
      oracle: "0.7434",
      "all-right": "0.0280",
      "none-right": "0.2380",
    });
  });

  it("of FrugalGPT: 15 distinct points, 7 of them on the Pareto set", async () => {
    const { report, models, figures, findings } = await figuresOf("frugalgpt-agnews-summary.csv");
    expect(findings).toContain("Each of the 30 rows is a model or a setting");
    expect(findings).toContain("15 of which are distinct");
    expect([Object.keys(models).length, report.pareto.length]).toEqual([15, 7]);
    expect([models["gemini-1.5-flash-8b"], models["FrugalGPT #5"]]).toEqual([
      ["0.8637", "$0.02198", "hull"],
      ["0.9008", "$2.273", "hull"],
    ]);
    // Points are no prompts: there is nothing that an oracle or a random choice would choose among.
    expect(figures).toEqual({ best: "0.9008", pareto: "7", "aiq-hull": "0.9001", "arena-best": "0.8150" });
  });
});
