/** The Parquet readers on files with all kinds of damage: they return what the files hold, or throw a LibraryError. */
import fc from "fast-check";
import { test } from "vitest";
import { damage, damages, FUZZ, FUZZ_TIMEOUT_MS } from "../../core/testing/fuzzing.ts";
import { LibraryError } from "../errors.ts";
import { type Column, EXPERTS, promptColumns, writeParquet } from "../testing/fixtures.ts";
import { readBaselineRouters, readBenchmark, readEmbeddings, readSpace } from "./parquet.ts";

function unlessLibraryError(error: unknown): void {
  if (!(error instanceof LibraryError)) throw error;
}

const IDS = ["a", "b", "c"];
const ids = { name: "id", data: IDS, type: "BYTE_ARRAY" } as const;
/** Two half-precision numbers per row. */
const states = IDS.map((_, k) => Uint8Array.of(k, 0x3c, k, 0xc0));

test(
  "Parquet: the benchmark's prompts",
  async () => {
    const files = (["SNAPPY", "UNCOMPRESSED"] as const).map(
      (codec) => new Uint8Array(writeParquet(promptColumns(), { codec, rowGroupSize: 2 })),
    );
    await fc.assert(
      fc.asyncProperty(damages(files[0]!), fc.constantFrom(...files.keys()), async (done, k) => {
        await readBenchmark(damage(files[k]!, done).buffer, EXPERTS).catch(unlessLibraryError);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "Parquet: embeddings in bytes",
  async () => {
    const half: Column[] = [ids, { name: "state", data: states, type: "FIXED_LEN_BYTE_ARRAY", bytes: 4 }];
    const signed: Column[] = [...half, { name: "scale", data: [0.5, 1, 2], type: "FLOAT" }];
    const kinds = [half, signed].map((columns) => new Uint8Array(writeParquet(columns)));
    await fc.assert(
      fc.asyncProperty(damages(kinds[0]!), fc.constantFrom(0, 1), async (done, k) => {
        await readEmbeddings(damage(kinds[k]!, done).buffer, k ? 4 : 2).catch(unlessLibraryError);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "Parquet: a space of another model",
  async () => {
    const file = new Uint8Array(
      writeParquet([
        ids,
        { name: "causal:x", data: [1, 2, null], type: "FLOAT" },
        { name: "causal:y", data: [3, 4, 5], type: "FLOAT" },
        { name: "causal:state", data: states, type: "FIXED_LEN_BYTE_ARRAY", bytes: 4 },
      ]),
    );
    await fc.assert(
      fc.asyncProperty(damages(file), async (done) => {
        await readSpace(damage(file, done).buffer, "causal", [...IDS, "d"]).catch(unlessLibraryError);
      }),
      // The footer's length of a state, as a wider integer.
      { ...FUZZ, examples: [[{ changes: [[209, 22]], copied: null, length: null }]] },
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "Parquet: predictions of other methods",
  async () => {
    const file = new Uint8Array(
      writeParquet([
        ids,
        { name: "knn:alpha", data: [1, null, 2], type: "FLOAT" },
        { name: "ridge:beta", data: [1, 2, 3], type: "DOUBLE" },
      ]),
    );
    await fc.assert(
      fc.asyncProperty(damages(file), async (done) => {
        await readBaselineRouters(damage(file, done).buffer, ["knn", "ridge"], EXPERTS, IDS).catch(unlessLibraryError);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
