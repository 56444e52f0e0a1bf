import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifestError } from "../errors.ts";
import { ADDITIONS, minimalManifest } from "../testing/fixtures.ts";
import { parseManifest } from "./manifest.ts";
import { textRoom } from "./manifestFacts.ts";

const twice = <T>(value: T): T[] => [value, value];

type Draft = ReturnType<typeof minimalManifest>;

/** The error for a manifest with one change. */
function errorOf(change: (draft: Draft) => void): ManifestError {
  const draft = minimalManifest();
  change(draft);
  try {
    parseManifest(draft);
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
  throw new Error("The manifest was accepted.");
}

describe("a valid manifest", () => {
  it("is read unchanged, with the map's metric filled in", () => {
    const manifest = parseManifest(minimalManifest());
    expect(manifest.experts.map(({ id }) => id)).toEqual(["alpha", "beta"]);
    expect(manifest.constraints[1]!.raw).toEqual({ alpha: 3, beta: null });
    expect(manifest.benchmark.map?.metric).toBe("euclidean");
  });

  it("may contain unknown keys", () => {
    const draft = { ...minimalManifest(), futureKey: [1, 2] };
    Object.assign(draft.experts[0]!, { mood: "good" });
    expect(() => parseManifest(draft)).not.toThrow();
  });

  it("may leave the date of the newest text unknown or coarse", () => {
    for (const date of [null, "2013", "2023-06", "2023-06-30"]) {
      const draft = minimalManifest();
      draft.experts[0]!.newestText = date;
      expect(parseManifest(draft).experts[0]!.newestText).toBe(date);
    }
  });
});

describe("the optional parts", () => {
  it("are read: references, spaces, domain separation, variants, further kinds and constraints", () => {
    const draft = minimalManifest();
    Object.assign(draft.benchmark, ADDITIONS.benchmark, { kinds: { window: 1, "held-out": 1, short: 1, mixture: 1 } });
    Object.assign(draft.files, ADDITIONS.files);
    Object.assign(draft, { variants: ADDITIONS.variants });
    draft.constraints.push({ ...draft.constraints[0]!, id: "latency", unit: "ms per prompt" });
    const { benchmark, variants, constraints } = parseManifest(draft);
    expect(benchmark).toMatchObject(ADDITIONS.benchmark);
    expect(benchmark.kinds).toEqual({ window: 1, "held-out": 1, short: 1, mixture: 1 });
    expect(variants).toEqual(ADDITIONS.variants);
    expect(constraints.map(({ id }) => id)).toEqual(["size", "recency", "latency"]);
  });

  it("may be absent; a loss is then in nats per token", () => {
    const { benchmark, variants } = parseManifest(minimalManifest());
    expect([benchmark.references, benchmark.spaces, benchmark.mapMetrics, variants]).toEqual(Array(4).fill(undefined));
    expect(benchmark.lossUnit).toBe("nats per token");
  });

  it("a log of specialisation is among the files", () => {
    const named = (draft: Draft) => Object.assign(draft, { specialisation: "specialisation.json" });
    expect(errorOf(named).message).toContain("specialisation");
    const draft = named(minimalManifest());
    Object.assign(draft.files, { "specialisation.json": { sha256: "3".repeat(64), bytes: 1 } });
    expect(parseManifest(draft).specialisation).toBe("specialisation.json");
  });

  it("variants are inside the library's folder", () => {
    const variants = [{ id: "x", label: "x", folder: "../elsewhere" }];
    expect(errorOf((draft) => Object.assign(draft, { variants })).message).toContain("variants[0].folder");
  });
});

describe("a library of figures alone", () => {
  it("has no router, tokenizer, embeddings, map or models", () => {
    const { router: _, tokenizer: __, ...draft } = minimalManifest();
    const { prompts, rows } = draft.benchmark;
    const experts = draft.experts.map(({ model: _, folder: __, ...expert }) => expert);
    const manifest = parseManifest({ ...draft, experts, benchmark: { prompts, rows, lossUnit: "1 − score" } });
    expect(manifest.router).toBeUndefined();
    expect(manifest.benchmark.lossUnit).toBe("1 − score");
  });
});

describe("the schema version", () => {
  it("of another format is refused first, with instructions", () => {
    expect(errorOf((draft) => (draft.schemaVersion = 3)).message).toBe(
      "library.json, schemaVersion: is 3, but this app reads versions 1 and 2. Update the app, so that both agree.",
    );
    expect(errorOf((draft) => (draft.schemaVersion = 0)).message).toContain("Build the library again");
    expect(errorOf((draft) => (draft.schemaVersion = "1")).message).toContain("is not a number");
  });

  it("is missing in what is not a manifest at all", () => {
    for (const json of [null, 3, "x", [], {}]) expect(() => parseManifest(json)).toThrow(/schemaVersion: is missing/);
  });
});

describe("a wrong manifest", () => {
  it.each<[string, (draft: Draft) => unknown]>([
    ["experts[1].model: is missing; add it.", (d) => delete (d.experts[1] as Partial<Draft["experts"][number]>).model],
    ["experts[0].layers: must be number, not string.", (d) => Object.assign(d.experts[0]!, { layers: "2" })],
    ["experts[0].newestText: must be a year", (d) => (d.experts[0]!.newestText = "last year")],
    ["constraints: Too small", (d) => (d.constraints = [])],
    ["constraints[0].scale: ", (d) => (d.constraints[0]!.scale = "cubic")],
    ["constraints[0].score.beta: Too big", (d) => (d.constraints[0]!.score.beta = 1.5)],
    ["benchmark.rows: Too big", (d) => (d.benchmark.rows = 1e9)],
    ["benchmark.embeddingType: ", (d) => (d.benchmark.embeddingType = "float64")],
    [
      "files.router/onnx/model_fp16.onnx.sha256: must be a SHA-256",
      (d) => (d.files[d.router.model] = { sha256: "x", bytes: 1 }),
    ],
  ])("is refused with the place: %s", (message, change) => {
    expect(errorOf(change).message).toContain(`library.json, ${message}`);
  });

  it.each(["../secret", "/etc/x", "https://elsewhere/x", "a/../../b", "a//b", "./a", "a\\b", "", "a/."])(
    "is refused for the path “%s”, which may lead out of the library",
    (path) => {
      const { issues } = errorOf((draft) => (draft.tokenizer = path));
      expect(issues[0]).toEqual({
        place: "tokenizer",
        problem: "must be a plain relative path inside the library's folder",
      });
    },
  );

  it("counts and keeps further problems", () => {
    const error = errorOf((draft) => {
      Object.assign(draft.experts[0]!, { layers: "2" });
      Object.assign(draft.experts[1]!, { layers: "2" });
    });
    expect(error.message).toContain("(and 1 more)");
    expect(error.issues).toHaveLength(2);
  });
});

describe("inconsistent parts", () => {
  it.each<[string, string, (draft: Draft) => unknown]>([
    ["experts[1].id", "appears twice", (d) => (d.experts[1]!.id = "alpha")],
    ["domains[1].id", "appears twice", (d) => (d.domains[1]!.id = "law")],
    ["domains[1].parts[0].id", "appears twice", (d) => (d.domains[1]!.parts[0]!.id = "law")],
    ["constraints[1].id", "appears twice", (d) => (d.constraints[1]!.id = "size")],
    ["router.experts[1]", "appears twice", (d) => (d.router.experts = ["alpha", "alpha"])],
    ["router.experts[0]", "is not an expert", (d) => (d.router.experts = ["gamma"])],
    ["experts[0].parts[0]", "is not a part", (d) => (d.experts[0]!.parts = ["medicine"])],
    ["constraints[0].raw.beta", "is missing", (d) => delete d.constraints[0]!.raw.beta],
    ["constraints[0].score.beta", "is missing", (d) => delete d.constraints[0]!.score.beta],
    ["constraints[0].raw.gamma", "is not an expert", (d) => (d.constraints[0]!.raw.gamma = 1)],
    ["constraints[0].score.beta", "together", (d) => (d.constraints[0]!.score.beta = null)],
    ["tokenizer", "is not in files", (d) => delete d.files[d.tokenizer]],
    ["experts[0].model", "is not in files", (d) => delete d.files[d.experts[0]!.model]],
    ["router.model", "is not in files", (d) => delete d.files[d.router.model]],
    ["benchmark.prompts", "is not in files", (d) => delete d.files[d.benchmark.prompts]],
    ["reference", "is not in files", (d) => Object.assign(d, { reference: "reference.json" })],
    ["benchmark.references", "is not in files", (d) => Object.assign(d.benchmark, { references: "r.parquet" })],
    ["benchmark.spaces", "is not in files", (d) => Object.assign(d.benchmark, { spaces: "s.parquet" })],
    ["tokenizer", "is missing", (d) => Reflect.deleteProperty(d, "tokenizer")],
    ["benchmark.embeddings", "is missing", (d) => Reflect.deleteProperty(d.benchmark, "embeddings")],
    ["benchmark.embeddingSize", "is missing", (d) => Reflect.deleteProperty(d.benchmark, "embeddingSize")],
    ["variants[1].id", "appears twice", (d) => Object.assign(d, { variants: twice(ADDITIONS.variants[0]) })],
    ["benchmark.windowTokens", "in this order", (d) => (d.benchmark.windowTokens = [9, 3])],
  ])("%s %s", (place, problem, change) => {
    const { issues } = errorOf(change);
    expect(issues.find((issue) => issue.place === place)?.problem).toContain(problem);
  });
});

describe("any JSON", () => {
  it("is a manifest or a ManifestError", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...Object.keys(minimalManifest())), (value, key) => {
        for (const json of [value, { ...minimalManifest(), [key]: value }]) {
          try {
            parseManifest(json);
          } catch (error) {
            expect(error).toBeInstanceOf(ManifestError);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a raw value", () => {
  it("of a logarithmic constraint must be above 0; the error names constraint and expert", () => {
    for (const value of [0, -3]) {
      const { issues } = errorOf(({ constraints }) => {
        constraints[0]!.raw = { alpha: value, beta: 100 };
      });
      expect(issues).toHaveLength(1);
      expect(issues[0]!.place).toBe("constraints[0].raw.alpha");
      expect(issues[0]!.problem).toMatch(
        new RegExp(`^is ${value}, but “size” is scaled logarithmically.*“alpha” must be above 0`),
      );
    }
  });

  it("of a linear constraint may be 0", () => {
    const draft = minimalManifest();
    draft.constraints[1]!.raw = { alpha: 0, beta: null };
    expect(() => parseManifest(draft)).not.toThrow();
  });
});

it("a text may have all tokens that the models read, minus the two around it", () => {
  expect(textRoom({ router: { ...parseManifest(minimalManifest()).router!, maxTokens: 512 } })).toBe(510);
  expect(textRoom({})).toBe(0);
});
