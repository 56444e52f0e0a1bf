import type { Plugin } from "vite";
import { z } from "zod";
import { routerShape } from "../../src/lab/takeaway/routerShape.ts";
import { expertsManifestSchema } from "../../src/library/customExperts/manifestFile.ts";
import { manifestSchema } from "../../src/library/manifest/schema.ts";

/** Where the site publishes the format of `library.json`. */
export const SCHEMA_FILE = "library.schema.json";
/** Where it publishes the format of `experts.json`, the file for sharing added experts. */
export const EXPERTS_SCHEMA_FILE = "experts.schema.json";
/** Where it publishes the format of `router.json`, in a router downloaded from the lab. */
export const ROUTER_SCHEMA_FILE = "router.schema.json";

/**
 * The format of a library as a JSON Schema (draft 2020-12), generated from the definition that the app itself uses to read a
 * manifest.
 */
export function manifestJsonSchema(): object {
  const description = "The manifest, library.json, of a library for the Tryage Explorer: schema versions 1 and 2.";
  return jsonSchema(manifestSchema, "Tryage Explorer library", description);
}

/** The same for a manifest of added experts. */
export function expertsJsonSchema(): object {
  const description = "A manifest, experts.json, of experts added to the Tryage Explorer: schema version 1.";
  return jsonSchema(expertsManifestSchema, "Tryage Explorer experts", description);
}

/** The same for a router trained in the lab. */
export function routerJsonSchema(): object {
  const description = "A router, router.json, trained on an evaluation table in the Tryage Explorer: version 1.";
  return jsonSchema(routerShape, "Tryage Explorer router", description);
}

function jsonSchema(shape: z.ZodType, title: string, description: string): object {
  const { $schema, ...rest } = z.toJSONSchema(shape, { io: "input" });
  return { $schema, title, description, ...rest };
}

/** Adds the JSON Schemas to the build. */
export function manifestSchemaFile(): Plugin {
  return {
    name: "manifest-schema",
    apply: "build",
    generateBundle() {
      for (const [fileName, schema] of [
        [SCHEMA_FILE, manifestJsonSchema()],
        [EXPERTS_SCHEMA_FILE, expertsJsonSchema()],
        [ROUTER_SCHEMA_FILE, routerJsonSchema()],
      ] as const) {
        this.emitFile({ type: "asset", fileName, source: `${JSON.stringify(schema, null, 2)}\n` });
      }
    },
  };
}
