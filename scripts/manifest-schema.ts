import type { Plugin } from "vite";
import { z } from "zod";
import { manifestSchema } from "../src/library/schema.ts";

/** Where the site publishes the format of `library.json`. */
export const SCHEMA_FILE = "library.schema.json";

/** The format as a JSON Schema (draft 2020-12), from the very definition by which the app reads a manifest. */
export function manifestJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(manifestSchema, { io: "input" });
  const description = "The manifest, library.json, of a library for the Tryage Explorer: schema version 1.";
  return { $schema, title: "Tryage Explorer library", description, ...rest };
}

/** Puts the JSON Schema into the build. */
export function manifestSchemaFile(): Plugin {
  return {
    name: "manifest-schema",
    apply: "build",
    generateBundle() {
      this.emitFile({
        type: "asset",
        fileName: SCHEMA_FILE,
        source: `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`,
      });
    },
  };
}
