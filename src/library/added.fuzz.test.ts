/** Readers of everything users bring other than libraries, tables and models, on files with all kinds of damage. */
import fc from "fast-check";
import { test } from "vitest";
import { anyText, damage, damages, FUZZ, FUZZ_TIMEOUT_MS } from "../core/testing/fuzzing.ts";
import { fromShared, parseExpertsManifest, toExpertsManifest } from "./customExperts/manifestFile.ts";
import { LibraryError } from "./errors.ts";
import { TableImporter } from "./evaluationTable/importer.ts";
import { lookUp } from "./hub/hub.ts";
import { factsOf } from "./hub/maskedModel.ts";
import { readModelCard } from "./hub/modelCard.ts";
import { weightsFilesOf } from "./hub/weightForms.ts";
import { parseJson } from "./manifest/manifest.ts";
import { madeCalibration, madeExpert, madeHubExpert } from "./testing/customExpertFixtures.ts";

function unlessLibraryError(error: unknown): void {
  if (!(error instanceof LibraryError)) throw error;
}

const CSV =
  'sample_id,prompt,eval_name,small,big,small|total_cost\r\n1,"Is it, so?",law,1,0.5,0.1\r\n2,Why,law,0,1,0.3\r\n';
const LINES =
  '{"id":"1","domain":"law","scores":{"small":1,"big":0.5}}\n{"id":"2","domain":"law","scores":{"small":0,"big":1}}\n';
const LIST = JSON.stringify(
  LINES.trim()
    .split("\n")
    .map((line) => JSON.parse(line)),
);

const importOf = (content: BlobPart) =>
  new TableImporter("table", [{ path: "table", blob: new Blob([content]) }]).read();

test(
  "evaluation tables: CSV, JSON lines and JSON, damaged",
  async () => {
    const files = [CSV, LINES, LIST].map((text) => new TextEncoder().encode(text));
    const shortest = files.reduce((a, b) => (a.length < b.length ? a : b));
    await fc.assert(
      fc.asyncProperty(damages(shortest), fc.constantFrom(...files.keys()), async (done, k) => {
        try {
          await importOf(damage(files[k]!, done));
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "evaluation tables: any text",
  async () => {
    const pieces = [
      ",",
      '"',
      "\r\n",
      "\n",
      "model",
      "score",
      "domain",
      "0.5",
      "1e999",
      "[{",
      '{"id":1',
      "}",
      "]",
      "|total_cost",
    ];
    await fc.assert(
      fc.asyncProperty(anyText(pieces), async (text) => {
        try {
          await importOf(text);
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "a model's own files: any JSON as its config, its tokenizer and its settings",
  () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(undefined, null, -1, 1e308, "[MASK]", ["BertForMaskedLM"], { content: "[MASK]" }, [
        { content: 3 },
      ]),
    );
    const json = fc.oneof(
      value,
      fc.record(
        {
          architectures: fc.oneof(value, fc.constant(["BertForMaskedLM"])),
          model: value,
          added_tokens: fc.oneof(value, fc.constant([{ content: "[MASK]" }])),
          max_position_embeddings: value,
          model_max_length: value,
          mask_token: value,
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(json, json, json, (config, tokenizer, settings) => {
        try {
          const { positions, mask } = factsOf(config, tokenizer, settings, "a model");
          if (!(positions > 0) || mask === "") throw new Error("facts that no prompt can be measured with");
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "a model's own files: any names of files, any card",
  () => {
    const names = ["onnx/", "model", "_int8", ".onnx", ".onnx_data", ".data", "/", "..", "README.md"];
    const cards = ["---\n", "license: ", "mit", "\n", "---", "\ufeff", '"', ":"];
    fc.assert(
      fc.property(fc.array(anyText(names, 6), { maxLength: 6 }), anyText(cards), (paths, card) => {
        const sizes = new Map(paths.map((path, k) => [path, k]));
        for (const { model, data } of weightsFilesOf(sizes)) {
          for (const path of [model, ...data]) if (!sizes.has(path)) throw new Error(`${path} was not among the files`);
        }
        readModelCard(card);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "a hub's answers: any JSON, and any requested id",
  async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(null, -1, 1e308, "mit", "0123abcd", { license: "mit" }, { total: 5 }, "f".repeat(64)),
    );
    const mostly = <T>(right: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: value });
    const names = anyText(["onnx/", "..", "/", "model.onnx"], 4);
    const file = fc.record({ rfilename: mostly(names), size: mostly(fc.nat()) }, { requiredKeys: ["rfilename"] });
    const listing = mostly(
      fc.record(
        {
          sha: mostly(fc.constant("0123abcd")),
          cardData: value,
          safetensors: mostly(fc.record({ total: fc.nat() })),
          siblings: mostly(fc.array(mostly(file), { maxLength: 4 })),
        },
        { requiredKeys: ["sha"] },
      ),
    );
    const ids = fc.oneof(fc.constant("owner/name"), anyText(["owner", "/", "name", "..", "?", "@", ":"], 5));
    await fc.assert(
      fc.asyncProperty(listing, ids, async (answer, id) => {
        const fetch = async () => new Response(JSON.stringify(answer));
        try {
          const { files } = await lookUp("https://hub.test/", id, { fetch });
          for (const { url, bytes } of files.values()) {
            const sane = new URL(url).href.startsWith(`https://hub.test/${id}/resolve/`) && bytes >= 0;
            if (!sane) throw new Error(`a file of ${bytes} bytes at ${url}`);
          }
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "manifests of shared experts, damaged",
  () => {
    const made = [madeExpert({ calibration: madeCalibration("x") }), madeHubExpert()];
    const file = new TextEncoder().encode(JSON.stringify(toExpertsManifest(made)));
    fc.assert(
      fc.property(damages(file), (done) => {
        try {
          const { experts } = parseExpertsManifest(
            parseJson(damage(file, done).buffer as ArrayBuffer, "x.json"),
            "x.json",
          );
          for (const [k, shared] of experts.entries()) {
            const { files } = fromShared(shared, "key", `id-${k}`, 1);
            for (const { url } of Object.values(files)) {
              if (!url.startsWith("local://key/") && !/^https?:\/\/[^/]+\/.*\/resolve\/[^/]+\/./.test(url))
                throw new Error(url);
            }
          }
        } catch (error) {
          unlessLibraryError(error);
        }
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
