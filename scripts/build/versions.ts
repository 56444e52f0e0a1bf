import { join } from "node:path";
import { normalizePath, type Plugin } from "vite";
import { VERSIONS } from "../../src/lab/takeaway/versions.ts";

/**
 * Of the module with the versions only its value is built. It takes them from package.json, which would go into the page as a whole; the
 * build fails when a chunk holds that after all.
 */
export function versions(): Plugin {
  let root = "";
  return {
    name: "versions",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    load: {
      filter: { id: /\/src\/lab\/takeaway\/versions\.ts$/ },
      handler: () => `export const VERSIONS = ${JSON.stringify(VERSIONS)};`,
    },
    generateBundle(_, bundle) {
      const own = normalizePath(join(root, "package.json"));
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk" && file.moduleIds.includes(own)) this.error(`${file.fileName} holds package.json.`);
      }
    },
  };
}
