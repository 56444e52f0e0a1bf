// npm run make-library -- FOLDER [--losses FILE] [--name NAME]: see scripts/make-library/main.ts, which is run by vite directly.
import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("make-library/command.ts", import.meta.url).pathname, {
  logLevel: "error",
});
process.exitCode = module.exitCode;
