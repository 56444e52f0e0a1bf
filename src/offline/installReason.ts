import { IntegrityError } from "../library/errors.ts";

/**
 * Why a version could not be kept, for the person at the screen. A file that the host changes on its way is the commonest reason, and
 * one that no reload mends.
 */
export function installReason(error: unknown): string {
  if (!(error instanceof IntegrityError)) return error instanceof Error ? error.message : String(error);
  const file = error.file.slice(error.file.lastIndexOf("/") + 1);
  return (
    `The host does not send ${file} as it was built. Some hosts insert a script into pages or rewrite files: switch that off for ` +
    "this site, or upload the whole build again."
  );
}
