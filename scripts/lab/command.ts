/** Runs `main` while this file is imported: parts of the table reader are imported when they are needed, which must be before vite ends. */
import { main } from "./main.ts";

export const exitCode = await main(process.argv.slice(2));
