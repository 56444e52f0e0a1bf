import { EXPERTS_FILE } from "../../library/customExperts/expertsFile.ts";
import type { ExpertsManifest } from "../../library/customExperts/manifestFile.ts";
import { saveFile } from "../export/saveFile.ts";

/** Saves a manifest of experts as a file for the user. */
export function saveExperts(manifest: ExpertsManifest): void {
  saveFile(EXPERTS_FILE, new Blob([`${JSON.stringify(manifest, null, 1)}\n`], { type: "application/json" }));
}
