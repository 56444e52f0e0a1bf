import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budget } from "./scripts/build/budget.ts";
import { firstPaint } from "./scripts/build/first-paint.ts";
import { licences } from "./scripts/build/licences.ts";
import { manifestSchemaFile } from "./scripts/build/manifest-schema.ts";
import { offline } from "./scripts/build/offline.ts";
import { policy } from "./scripts/build/policy.ts";
import { precompress } from "./scripts/build/precompress.ts";
import { shipLibrary } from "./scripts/build/ship-library.ts";
import { startGroups } from "./scripts/build/start-chunk.ts";
import { versions } from "./scripts/build/versions.ts";
import { workerEntries } from "./scripts/build/worker-entries.ts";

export default defineConfig({
  // Relative URLs, so that the built site works from any folder of any static host.
  base: "./",
  // The WebGPU runtime is 27 MB and transformers.js half a megabyte: cached for offline use only for visitors who use them; the
  // same for the schema.
  plugins: [
    react(),
    shipLibrary(),
    manifestSchemaFile(),
    licences(),
    versions(),
    firstPaint(),
    budget(),
    policy(),
    offline({ onDemand: /webgpu|asyncify|transformers|schema/ }),
    precompress(),
  ],
  worker: { format: "es", plugins: () => [versions(), workerEntries()] },
  // onnxruntime-web's glue is loaded next to its wasm; the extern-wasm condition keeps both out of our own bundle.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"] },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    reportCompressedSize: true,
    rolldownOptions: { output: { codeSplitting: { groups: startGroups() } } },
  },
});
