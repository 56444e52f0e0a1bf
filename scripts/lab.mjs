// npm run lab -- TABLE [--features …] [--heads …] [--out FOLDER]: see scripts/lab/main.ts, which is run by vite directly.
import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("lab/command.ts", import.meta.url).pathname, { logLevel: "error" });
process.exitCode = module.exitCode;
