import { errorMessage } from "../core/errorMessage.ts";
import { IntegrityError } from "../library/errors.ts";

/**
 * Explains to the user why a version could not be cached. The most common reason is a host that alters a file in transit, and
 * reloading does not fix that.
 */
export function installReason(error: unknown): string {
  if (!(error instanceof IntegrityError)) return errorMessage(error);
  const file = error.file.slice(error.file.lastIndexOf("/") + 1);
  return (
    `The host does not send ${file} as it was built. Some hosts insert a script into pages or rewrite files: switch that off for ` +
    "this site, or upload the whole build again."
  );
}
