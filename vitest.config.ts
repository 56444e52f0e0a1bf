import { availableParallelism } from "node:os";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserArguments, findBrowser } from "./scripts/browser.mjs";
import { media, mouse } from "./scripts/component-tests/browser-commands.ts";
import { cachedModules } from "./scripts/component-tests/cached-modules.ts";
import { smallLibrary } from "./scripts/component-tests/small-library.ts";
import viteConfig from "./vite.config.ts";

const executablePath = findBrowser();

/** Checks of the repository's own files that run no app code: part of the lint step. */
const REPOSITORY = [
  "src/architecture.test.ts",
  "src/faultTable.test.ts",
  "scripts/{build,checks}/{licences,packages,workflow,journeys}.test.ts",
];

// Two cores are the smallest machine that the tests support: by default one of them would be idle.
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      { test: { name: "repository", include: REPOSITORY, environment: "node" } },
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: REPOSITORY,
          environment: "node",
          // Threads start sooner than processes. Each file has its own: shared, what one leaves behind would meet the next one's timers.
          pool: "threads",
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Panels in a real browser, with a real store and session over a small library; only the models are fake.
        plugins: [react(), smallLibrary(), cachedModules()],
        resolve: viteConfig.resolve ?? {},
        worker: { format: "es" },
        // Pre-bundled: a dependency that is discovered while tests run would reload their page.
        optimizeDeps: {
          entries: ["src/main.tsx", "src/workers/*/worker.ts"],
          include: ["vitest-browser-react", "react/jsx-dev-runtime", "hyparquet-writer", "zustand/react/shallow"],
          exclude: ["onnxruntime-web", "@xenova/transformers"],
        },
        test: {
          name: "component",
          // Not taken over from above: a project in a browser asks its own setting, and would run one file at a time.
          maxWorkers,
          include: ["src/**/*.component.test.tsx"],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          setupFiles: ["src/app/testing/setup.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath ? { executablePath } : {}), args: browserArguments() },
              actionTimeout: 10_000,
            }),
            instances: [{ browser: "chromium" }],
            viewport: { width: 1440, height: 900 },
            commands: { media, mouse },
          },
        },
      },
    ],
  },
});
